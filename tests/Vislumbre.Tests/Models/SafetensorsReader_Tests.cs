using System.Runtime.InteropServices;
using CsCheck;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

public sealed class SafetensorsReader_Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_stand_where_the_header_says()
    {
        var path = Write(SafetensorsFile.Bytes(SafetensorsFile.TwoTensors));
        var tensors = SafetensorsReader.Read(path);
        Assert.Equal(["a", "b"], tensors.Keys.Order());
        Assert.Equal([2L, 1L], tensors["a"].Shape);
        Assert.Empty(tensors["b"].Shape);
        Assert.Equal(1, tensors["b"].Count);
        Assert.Equal(new FileInfo(path).Length - 8, tensors["b"].Offset);
        Assert.Equal([0x0f0e0d0c0b0a0908], TensorConversion.ReadInt64s(tensors["b"]));
    }

    [Fact]
    public void Fractions_of_every_kind_are_read_as_fp32()
    {
        float[] values = [0, 1, -2.5f, 1024, float.PositiveInfinity, float.NaN, 6.1035156e-5f];
        AssertFloats(values, "F32", MemoryMarshal.AsBytes<float>(values));
        AssertFloats(values, "F16", MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)));
        AssertFloats(values, "F64", MemoryMarshal.AsBytes<double>(Array.ConvertAll(values, value => (double)value)));
        AssertFloats(values, "BF16", MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(values, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16))));
    }

    [Fact]
    public void Whole_numbers_of_every_kind_are_read_as_they_are()
    {
        AssertNumbers([-5, long.MaxValue], "I64", MemoryMarshal.AsBytes<long>([-5, long.MaxValue]));
        AssertNumbers([-5, int.MaxValue], "I32", MemoryMarshal.AsBytes<int>([-5, int.MaxValue]));
        AssertNumbers([-5, short.MaxValue], "I16", MemoryMarshal.AsBytes<short>([-5, short.MaxValue]));
        AssertNumbers([-5, 127], "I8", [251, 127]);
        AssertNumbers([5, 255], "U8", [5, 255]);
        AssertNumbers([0, 1], "BOOL", [0, 1]);
    }

    [Fact]
    public void A_tensor_of_many_chunks_is_streamed_whole()
    {
        var values = Enumerable.Range(0, 100_003).Select(index => (Half)(index % 2048)).ToArray();
        var tensor = ReadOne("F16", "[100003]", MemoryMarshal.AsBytes<Half>(values));
        using var stream = new MemoryStream();
        TensorConversion.WriteFloats(tensor, stream, TestContext.Current.CancellationToken);
        Assert.Equal(Array.ConvertAll(values, value => (float)value), MemoryMarshal.Cast<byte, float>(stream.ToArray()).ToArray());
        Assert.Equal(MemoryMarshal.Cast<byte, float>(stream.ToArray()).ToArray(), TensorConversion.ReadFloats(tensor));
    }

    [Fact]
    public void Fractions_and_whole_numbers_are_not_mistaken_for_each_other()
    {
        Assert.Contains("I64", Assert.Throws<ModelException>(() => TensorConversion.ReadFloats(ReadOne("I64", "[1]", new byte[8]))).Message, StringComparison.Ordinal);
        Assert.Contains("F32", Assert.Throws<ModelException>(() => TensorConversion.ReadInt64s(ReadOne("F32", "[1]", new byte[4]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_became_shorter_is_said_so()
    {
        var tensor = ReadOne("F32", "[2]", new byte[8]);
        using (var file = File.OpenWrite(tensor.File))
            file.SetLength(file.Length - 1);
        Assert.Contains("shorter", Assert.Throws<ModelException>(() => TensorConversion.ReadFloats(tensor)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{"a":""", "not valid JSON")]
    [InlineData("""{"\ud800":{}}""", "not valid JSON")]
    [InlineData("""{"a":1}""", "'a' is not described by a JSON object")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "'a' has no dtype")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", "'F8_E4M3'")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", "two values for dtype")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", "no list shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "'-1' in shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "'1.5' in shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "1 data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", "after its end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[4,20]}}""", "outside the file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "needs 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", "larger than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", "'b' overlaps 'a'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "'a' is listed twice")]
    public void Each_damage_of_the_header_has_its_own_sentence(string header, string sentence) =>
        AssertRefused(SafetensorsFile.Bytes(header), sentence);

    [Fact]
    public void A_file_without_room_for_its_header_is_refused()
    {
        AssertRefused([1, 2, 3], "is 3 bytes long");
        AssertRefused([0xff, 0, 0, 0, 0, 0, 0, 0, 1], "cut short");
        AssertRefused([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "at most 100000000");
    }

    [Fact]
    public void Whatever_is_changed_it_reads_or_refuses()
    {
        var valid = SafetensorsFile.Bytes(SafetensorsFile.TwoTensors);
        Damage.Of(valid).Sample(bytes =>
        {
            try
            {
                foreach (var tensor in SafetensorsReader.Read(Write(bytes)).Values)
                    Assert.InRange(tensor.Offset + tensor.Length, 0, bytes.Length);
            }
            catch (ModelException)
            {
            }
        }, iter: 4000, threads: 1);
    }

    private void AssertFloats(float[] expected, string dtype, ReadOnlySpan<byte> data) =>
        Assert.Equal(expected, TensorConversion.ReadFloats(ReadOne(dtype, $"[{expected.Length}]", data)));

    private void AssertNumbers(long[] expected, string dtype, ReadOnlySpan<byte> data) =>
        Assert.Equal(expected, TensorConversion.ReadInt64s(ReadOne(dtype, "[2]", data)));

    private StoredTensor ReadOne(string dtype, string shape, ReadOnlySpan<byte> data) =>
        SafetensorsReader.Read(Write(SafetensorsFile.One(dtype, shape, data.ToArray())))["x"];

    private void AssertRefused(byte[] bytes, string sentence)
    {
        var path = Write(bytes);
        var message = Assert.Throws<ModelException>(() => SafetensorsReader.Read(path)).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Contains(path, message, StringComparison.Ordinal);
    }

    private string Write(byte[] bytes)
    {
        var path = _folder.At("model.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
