using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

public sealed class Model_folders : IDisposable
{
    private const string Sentence = "two dogs playing in the snow";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_opening_uses_what_was_prepared_and_a_changed_file_prepares_again()
    {
        var model = Small();
        var first = ModelReader.Open(model);
        var record = new FileInfo(Path.Combine(model, ".vislumbre", "prepared.json"));
        var made = record.LastWriteTimeUtc;
        Assert.Equal(first.Identity, ModelReader.Open(model).Identity);
        record.Refresh();
        Assert.Equal(made, record.LastWriteTimeUtc);
        var weights = Path.Combine(model, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.NotEqual(first.Identity.Sha256, ModelReader.Open(model).Identity.Sha256);
    }

    [Fact]
    public void A_prepared_model_that_is_mounted_elsewhere_is_opened_as_it_is()
    {
        var model = Small();
        var identity = ModelReader.Open(model).Identity;
        var elsewhere = _folder.At("elsewhere");
        Directory.Move(model, elsewhere);
        var record = new FileInfo(Path.Combine(elsewhere, ".vislumbre", "prepared.json"));
        var made = record.LastWriteTimeUtc;
        using var encoder = new DualEncoder(ModelReader.Open(elsewhere));
        Assert.Equal(16, encoder.Text.Encode(Sentence).Length);
        record.Refresh();
        Assert.Equal((identity.Sha256, made), (encoder.Model.Identity.Sha256, record.LastWriteTimeUtc));
    }

    [Fact]
    public void Graphs_of_another_builder_are_made_again()
    {
        var model = Small();
        ModelReader.Open(model);
        var path = Path.Combine(model, ".vislumbre", "prepared.json");
        var record = JsonNode.Parse(File.ReadAllText(path))!;
        record["Builder"] = -1;
        File.WriteAllText(path, record.ToJsonString());
        File.WriteAllText(Path.Combine(model, ".vislumbre", "text-tower.onnx"), "of another builder");
        using var encoder = new DualEncoder(ModelReader.Open(model));
        Assert.Equal(16, encoder.Text.Encode(Sentence).Length);
    }

    [Theory]
    [InlineData("F16", 0.999f)]
    [InlineData("BF16", 0.99f)]
    public void Half_precision_checkpoints_give_nearly_the_same_embeddings(string type, float cosine)
    {
        var model = Small();
        using var whole = new DualEncoder(ModelReader.Open(model));
        var half = _folder.At("half");
        HalfCheckpoint.Write(model, half, type);
        using var encoder = new DualEncoder(ModelReader.Open(half));
        Assert.InRange(TensorPrimitives.Dot(whole.Text.Encode(Sentence), encoder.Text.Encode(Sentence)), cosine, 1.0001f);
        var picture = PhotoSource.FromBytes(PaintedPictures.Encode(90, 60, seed: 4));
        Assert.InRange(TensorPrimitives.Dot(whole.Image.Encode(picture), encoder.Image.Encode(picture)), cosine, 1.0001f);
    }

    [Theory]
    [InlineData("vision_model.onnx", "text_model.onnx")]
    [InlineData("onnx/vision_model.onnx", "onnx/text_model.onnx")]
    [InlineData("visual/model.onnx", "textual/model.onnx")]
    [InlineData("onnx/vision_model_quantized.onnx", "onnx/text_model_quantized.onnx")]
    public void A_folder_of_two_onnx_towers_gives_the_same_embeddings(string image, string text)
    {
        var model = Small();
        using var whole = new DualEncoder(ModelReader.Open(model));
        // The prepared graphs are ONNX files like any other; their weights go along as external data.
        var towers = _folder.At("towers");
        foreach (var (tower, graph) in ((string, string)[])[(image, "image-tower.onnx"), (text, "text-tower.onnx")])
        {
            var folder = Path.GetDirectoryName(Path.Combine(towers, tower))!;
            Directory.CreateDirectory(folder);
            File.Copy(Path.Combine(model, ".vislumbre", graph), Path.Combine(towers, tower));
            File.Copy(Path.Combine(model, "model.safetensors"), Path.Combine(folder, "model.safetensors"), overwrite: true);
        }

        foreach (var file in (string[])["config.json", "tokenizer.json"]) File.Copy(Path.Combine(model, file), Path.Combine(towers, file));
        using var encoder = new DualEncoder(ModelReader.Open(towers));
        Assert.Equal(whole.Text.Encode(Sentence), encoder.Text.Encode(Sentence));
        var picture = PhotoSource.FromBytes(PaintedPictures.Encode(90, 60, seed: 4));
        Assert.Equal(whole.Image.Encode(picture), encoder.Image.Encode(picture));
    }

    [Fact]
    public void A_checkpoint_that_lacks_a_tensor_names_it()
    {
        var model = Small();
        var config = Path.Combine(model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\":2", "\"num_hidden_layers\":3", StringComparison.Ordinal));
        Assert.Contains("encoder.layers.2.", Assert.Throws<ModelException>(() => ModelReader.Open(model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"patch_size\":16", "\"patch_size\":17", "patch_size")]
    [InlineData("\"num_attention_heads\":2", "\"num_attention_heads\":3", "num_attention_heads")]
    [InlineData("\"hidden_act\":\"quick_gelu\"", "\"hidden_act\":\"tanh\"", "tanh")]
    [InlineData("\"model_type\":\"clip\"", "\"model_type\":\"bert\"", "bert")]
    [InlineData("{", "[", "JSON")]
    public void A_configuration_that_cannot_be_says_why(string was, string becomes, string named)
    {
        var model = Small();
        var config = Path.Combine(model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace(was, becomes, StringComparison.Ordinal));
        Assert.Contains(named, Assert.Throws<ModelException>(() => ModelReader.Open(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_no_model_says_what_was_looked_for()
    {
        var failure = Assert.Throws<ModelException>(() => ModelReader.Open(_folder.Path));
        Assert.Contains("model.safetensors", failure.Message, StringComparison.Ordinal);
        Assert.Contains("vision_model.onnx", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_store_imports_lists_and_removes()
    {
        var store = new ModelStore(_folder.At("store"));
        store.Import(Small(), "mine");
        Assert.Equal(["mine"], store.Names());
        Assert.Equal("mine", store.Open("mine").Identity.Name);
        Assert.Throws<ModelException>(() => store.Import(Small(), "mine"));
        Assert.Throws<ModelException>(() => store.Import(Small(), "../mine"));
        store.Remove("mine");
        Assert.Empty(store.Names());
        Assert.Throws<ModelException>(() => store.Remove("../store"));
        Assert.Throws<ModelNotInstalledException>(() => store.Open(KnownModels.All[1].Name));
    }

    [Fact]
    public void A_model_in_the_hubs_own_cache_is_used_from_there()
    {
        var known = KnownModels.Default;
        var snapshot = _folder.At("hub", "models--openai--clip-vit-base-patch32", "snapshots", known.Sources[0].Revision);
        var blobs = _folder.At("hub", "models--openai--clip-vit-base-patch32", "blobs");
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(blobs);
        foreach (var file in known.Files)
        {
            // As that cache keeps files: links to blobs. The blobs here are holes of the right length.
            var blob = Path.Combine(blobs, Guid.NewGuid().ToString("N"));
            using (var hole = File.Create(blob)) hole.SetLength(file.Bytes ?? 10);
            File.CreateSymbolicLink(Path.Combine(snapshot, file.Path), blob);
        }

        var before = Environment.GetEnvironmentVariable("HF_HUB_CACHE");
        try
        {
            Environment.SetEnvironmentVariable("HF_HUB_CACHE", _folder.At("hub"));
            Assert.Equal(snapshot, HubCache.Find(known));
            File.Delete(Path.Combine(snapshot, "config.json"));
            Assert.Null(HubCache.Find(known));
        }
        finally
        {
            Environment.SetEnvironmentVariable("HF_HUB_CACHE", before);
        }
    }

    [Fact]
    public void Weights_that_are_links_into_another_folder_are_mapped_from_there()
    {
        var model = Small();
        var linked = _folder.At("linked");
        Directory.CreateDirectory(linked);
        foreach (var file in (string[])["config.json", "tokenizer.json", "model.safetensors"]) File.CreateSymbolicLink(Path.Combine(linked, file), Path.Combine(model, file));
        using var whole = new DualEncoder(ModelReader.Open(model));
        using var encoder = new DualEncoder(ModelReader.Open(linked));
        Assert.Equal(whole.Text.Encode(Sentence), encoder.Text.Encode(Sentence));
    }

    [Fact]
    public void Every_check_of_verification_holds_for_a_sound_model_and_one_fails_for_broken_weights()
    {
        using (var sound = new DualEncoder(ModelReader.Open(SmallModel.Folder)))
            Assert.All(ModelVerification.Run(sound), check => Assert.True(check.Passed, check.Name));
        var model = Small();
        var weights = Path.Combine(model, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes.AsSpan(bytes.Length - 4000).Fill(0xFF); // NaN
        File.WriteAllBytes(weights, bytes);
        using var broken = new DualEncoder(ModelReader.Open(model));
        Assert.Throws<ModelException>(() => ModelVerification.Run(broken).ToList());
    }

    [Fact]
    public void A_device_that_is_missing_is_a_sentence_that_says_what_to_install()
    {
        var model = ModelReader.Open(SmallModel.Folder);
        foreach (var device in Enum.GetValues<ComputeDevice>().Except(Devices.Available()).Except([ComputeDevice.Auto]))
            Assert.Contains("To install:", Assert.Throws<DeviceException>(() => new TextEncoder(model, new EncoderOptions { Device = device })).Message, StringComparison.Ordinal);
        using var automatic = new TextEncoder(model, new EncoderOptions { Device = ComputeDevice.Auto });
        Assert.Equal(16, automatic.Encode("x").Length);
    }

    private string Small()
    {
        var folder = _folder.At($"small-{Guid.NewGuid():N}");
        SmallModel.Write(folder);
        return folder;
    }
}
