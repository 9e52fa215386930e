using System.Globalization;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

public sealed class Checkpoint_Tests : IDisposable
{
    private const string A = """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";
    private const string B = """{"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},"unlisted":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_tiny_reference_checkpoint_is_read()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var file = SharedFolder.At("reference", "clip", "tiny", "model.safetensors");
        var checkpoint = Checkpoint.Open(Path.GetDirectoryName(file)!);
        Assert.Equal([file], checkpoint.Files);
        Assert.Equal(1, checkpoint.Find("logit_scale").Count);
        Assert.InRange(TensorConversion.ReadFloats(checkpoint.Find("logit_scale"))[0], 0f, 10f);
        Assert.All(TensorConversion.ReadFloats(checkpoint.Find("visual_projection.weight")), number => Assert.InRange(number, -10f, 10f));
    }

    [Fact]
    public void Shards_are_read_as_one()
    {
        Write("model-1.safetensors", SafetensorsFile.Bytes(A));
        Write("model-2.safetensors", SafetensorsFile.Bytes(B));
        WriteIndex("""{"weight_map":{"b":"model-2.safetensors","a":"model-1.safetensors"}}""");
        var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal([_folder.At("model-1.safetensors"), _folder.At("model-2.safetensors")], checkpoint.Files);
        Assert.Equal(["a", "b"], checkpoint.Tensors.Keys.Order());
        Assert.Equal([2, 3], TensorConversion.ReadInt64s(checkpoint.Find("b")));
    }

    [Fact]
    public void Shards_of_PyTorch_are_read_as_one()
    {
        Write("part.bin", PickleBytes.Archive(PickleBytes.OneTensor()));
        Write("pytorch_model.bin.index.json", """{"weight_map":{"w":"part.bin"}}"""u8.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], TensorConversion.ReadFloats(Checkpoint.Open(_folder.Path).Find("w")));
    }

    [Fact]
    public void Safetensors_come_before_PyTorch()
    {
        Write("pytorch_model.bin", [1, 2, 3]);
        Write("model.safetensors", SafetensorsFile.Bytes(A));
        Assert.Equal([_folder.At("model.safetensors")], Checkpoint.Open(_folder.Path).Files);
    }

    [Fact]
    public void A_folder_without_weights_is_told_what_was_looked_for()
    {
        var message = Refusal();
        foreach (var name in new[] { _folder.Path, "model.safetensors,", "model.safetensors.index.json", "pytorch_model.bin,", "pytorch_model.bin.index.json" })
            Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        Write("model.safetensors", SafetensorsFile.Bytes(A));
        var message = Assert.Throws<ModelException>(() => Checkpoint.Open(_folder.Path).Find("logit_scale")).Message;
        Assert.Contains("'logit_scale' among their 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_are_also_in_Portuguese()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo("pt-BR");
        try
        {
            Assert.Contains("não tem pesos", Refusal(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("../model-1.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/model-1.safetensors")]
    [InlineData("sub\\\\model-1.safetensors")]
    [InlineData("..")]
    [InlineData("C:model-1.safetensors")]
    [InlineData("")]
    public void A_shard_outside_the_folder_is_refused(string shard)
    {
        WriteIndex($$"""{"weight_map":{"a":"{{shard}}"} }""");
        Assert.Contains("only plain names", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"absent.safetensors"}}""", "'absent.safetensors', which is not in the folder")]
    [InlineData("""{"weight_map":{"z":"model-1.safetensors"}}""", "no tensor 'z'")]
    [InlineData("""{"weight_map":{"a":1}}""", "no file name for the tensor 'a'")]
    [InlineData("""{"weight_map":{"a":"model-1.safetensors","a":"model-1.safetensors"}}""", "'a' twice")]
    [InlineData("""{"weight_map":[]}""", "no object weight_map")]
    [InlineData("""[]""", "no object weight_map")]
    [InlineData("""{""", "not valid JSON")]
    public void Each_damage_of_an_index_has_its_own_sentence(string index, string sentence)
    {
        Write("model-1.safetensors", SafetensorsFile.Bytes(A));
        WriteIndex(index);
        Assert.Contains(sentence, Refusal(), StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<ModelException>(() => Checkpoint.Open(_folder.Path)).Message;

    private void WriteIndex(string json) => Write("model.safetensors.index.json", System.Text.Encoding.UTF8.GetBytes(json));

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(_folder.At(name), bytes);
}
