using System.IO.Compression;
using CsCheck;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

public sealed class TorchArchive_Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_stands_in_the_archive_itself()
    {
        var path = Write(PickleBytes.Archive(PickleBytes.OneTensor(), others: ("byteorder", "little")));
        var tensor = Assert.Single(TorchArchive.Read(path)).Value;
        Assert.Equal("w", tensor.Name);
        Assert.Equal(path, tensor.File);
        Assert.Equal([2L, 3L], tensor.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], TensorConversion.ReadFloats(tensor));
    }

    [Fact]
    public void A_view_begins_at_its_offset()
    {
        var pickle = new PickleBytes().Op('}').Op('(').Text("v").Tensor([2, 1], [1, 9], offset: 3).Op('u').Stop();
        Assert.Equal([3, 4], TensorConversion.ReadFloats(TorchArchive.Read(Write(PickleBytes.Archive(pickle)))["v"]));
    }

    [Fact]
    public void A_state_dict_among_other_things_is_found()
    {
        var pickle = new PickleBytes().Op('}').Op('(').Text("epoch").Op('K', 3)
            .Text("state_dict").Op('}').Op('(').Text("w").Tensor([6], [1]).Op('u')
            .Text("average").Op('}').Op('(').Text("other").Tensor([6], [1]).Op('u').Op('u').Stop();
        Assert.Equal(["w"], TorchArchive.Read(Write(PickleBytes.Archive(pickle))).Keys);
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused_by_name()
    {
        AssertTensorRefused(new PickleBytes().Tensor([3, 2], [1, 3]), "'w' is not contiguous");
        AssertTensorRefused(new PickleBytes().Tensor([7], [1]), "needs 7 numbers");
        AssertTensorRefused(new PickleBytes().Tensor([6], [1], offset: 1), "needs 6 numbers from 1");
        AssertTensorRefused(new PickleBytes().Tensor([6], [1], storageCount: 7), "its entry holds 6");
        AssertTensorRefused(new PickleBytes().Tensor([6], [1], storage: "DoubleStorage"), "its entry holds 3");
        AssertTensorRefused(new PickleBytes().Tensor([6], []), "1 dimensions and 0 strides");
        AssertTensorRefused(new PickleBytes().Tensor([.. Enumerable.Repeat((byte)255, 64)], new byte[64]), "larger than any file");
    }

    [Fact]
    public void Files_of_another_kind_each_have_their_sentence()
    {
        var pickle = PickleBytes.OneTensor();
        AssertRefused(PickleBytes.Archive([.. Enumerable.Repeat(pickle, 40).SelectMany(bytes => bytes)], CompressionLevel.Optimal), "compressed or encrypted entry");
        AssertRefused(PickleBytes.Archive(pickle, others: ("byteorder", "big")), "byte order 'big'");
        AssertRefused(PickleBytes.Archive(pickle, others: ("code/x.py", "")), "TorchScript");
        AssertRefused(PickleBytes.Archive(pickle, others: ("constants.pkl", "")), "TorchScript");
        AssertRefused(PickleBytes.Archive(pickle, others: ("data.pkl", "")), "twice");
        AssertRefused([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e], "before PyTorch 1.6");
        AssertRefused([], "does not begin as a zip archive");
        AssertRefused(PickleBytes.Archive(pickle)[..^1], "no end of its directory");
        AssertRefused(PickleBytes.Archive(new PickleBytes().Op('N').Stop()), "no dictionary of tensors");
        AssertRefused(PickleBytes.Archive(new PickleBytes().Op('}').Stop()), "no dictionary of tensors");
    }

    [Fact]
    public void Whatever_is_changed_it_reads_or_refuses() =>
        Damage.Of(PickleBytes.Archive(PickleBytes.OneTensor())).Sample(bytes =>
        {
            var path = Write(bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                foreach (var tensor in TorchArchive.Read(path).Values)
                    Assert.InRange(tensor.Offset + tensor.Length, 0, bytes.Length);
            }
            catch (ModelException)
            {
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }, iter: 4000, threads: 1);

    private void AssertTensorRefused(PickleBytes tensor, string sentence) =>
        AssertRefused(PickleBytes.Archive([(byte)'}', (byte)'X', 1, 0, 0, 0, (byte)'w', .. tensor.Stop()[..^1], (byte)'s', (byte)'.']), sentence);

    private void AssertRefused(byte[] bytes, string sentence)
    {
        var path = Write(bytes);
        var message = Assert.Throws<ModelException>(() => TorchArchive.Read(path)).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Contains(path, message, StringComparison.Ordinal);
    }

    private string Write(byte[] bytes)
    {
        var path = _folder.At("pytorch_model.bin");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
