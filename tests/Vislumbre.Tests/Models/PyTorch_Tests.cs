using System.Runtime.InteropServices;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

/// <summary>Files written by the real <c>torch.save</c>.</summary>
public sealed class PyTorch_Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PyTorch_Tests() => Assert.SkipWhen(PyTorch.IsAbsent, PyTorch.Reason);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_state_dict_is_read_to_the_numbers_that_PyTorch_has()
    {
        PyTorch.Run(_folder.Path, """
            from collections import OrderedDict
            torch.manual_seed(1)
            x = torch.randn(7, 11)
            d = OrderedDict()
            d['float32'] = x
            d['float16'] = torch.randn(300).half()
            d['bfloat16'] = torch.randn(5, 3, 2).bfloat16()
            d['float64'] = torch.randn(4).double()
            d['int64'] = torch.tensor([-3, 2**40])
            d['int32'] = torch.tensor([-3, 4], dtype=torch.int32)
            d['int16'] = torch.tensor([-3, 4], dtype=torch.int16)
            d['int8'] = torch.tensor([-3, 4], dtype=torch.int8)
            d['uint8'] = torch.tensor([3, 200], dtype=torch.uint8)
            d['bool'] = torch.tensor([True, False])
            d['scalar'] = torch.tensor(4.6052)
            d['parameter'] = torch.nn.Parameter(torch.randn(2, 2))
            d['view'] = x[2:5]
            d['tied'] = x
            d['empty'] = torch.zeros(0, 4)
            d['channels'] = torch.randn(2, 1, 3).permute(1, 0, 2)
            for k, v in d.items():
                w = v.detach()
                w = w.float() if w.is_floating_point() else w.long()
                open(k + '.raw', 'wb').write(w.contiguous().numpy().tobytes())
            torch.save(d, 'pytorch_model.bin')
            """);
        var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal(16, checkpoint.Tensors.Count);
        foreach (var (name, tensor) in checkpoint.Tensors)
            Assert.Equal(File.ReadAllBytes(_folder.At(name + ".raw")), Numbers(tensor));

        Assert.Equal(TensorElement.BF16, checkpoint.Find("bfloat16").Element);
        Assert.Equal([5L, 3L, 2L], checkpoint.Find("bfloat16").Shape);
        Assert.Empty(checkpoint.Find("scalar").Shape);
        Assert.Equal(checkpoint.Find("float32").Offset, checkpoint.Find("tied").Offset);
        Assert.Equal(checkpoint.Find("float32").Offset + 2 * 11 * 4, checkpoint.Find("view").Offset);
        // torch.save aligns every storage to 64 bytes, which is what makes mapping it pay.
        Assert.Equal(0, checkpoint.Find("float32").Offset % 64);
    }

    [Fact]
    public void A_module_saved_with_its_training_state_is_read()
    {
        PyTorch.Run(_folder.Path, """
            m = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))
            torch.save({'state_dict': m.state_dict(), 'epoch': 3, 'loss': 0.5, 'name': 'tiny', 'sizes': [1, 2]}, 'pytorch_model.bin')
            """);
        var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal(["0.bias", "0.weight", "1.bias", "1.num_batches_tracked", "1.running_mean", "1.running_var", "1.weight"],
            checkpoint.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([1, 1, 1, 1], TensorConversion.ReadFloats(checkpoint.Find("1.weight")));
    }

    [Fact]
    public void Thousands_of_tensors_are_read()
    {
        PyTorch.Run(_folder.Path, "torch.save({f'{i}': torch.full((3,), float(i)) for i in range(3000)}, 'pytorch_model.bin')");
        var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal(3000, checkpoint.Tensors.Count);
        Assert.Equal([2999, 2999, 2999], TensorConversion.ReadFloats(checkpoint.Find("2999")));
    }

    [Fact]
    public void A_tensor_out_of_order_is_refused_by_name()
    {
        PyTorch.Run(_folder.Path, "torch.save({'fine': torch.ones(2), 'turned': torch.randn(3, 4).t()}, 'pytorch_model.bin')");
        AssertRefused("'turned' is not contiguous");
    }

    [Fact]
    public void A_command_in_a_pickle_is_refused_by_name_and_not_run()
    {
        PyTorch.Run(_folder.Path, """
            import os
            class Evil:
                def __reduce__(self):
                    return (os.system, ('touch ' + os.path.join(os.getcwd(), 'marker'),))
            torch.save({'w': torch.ones(2), 'evil': Evil()}, 'pytorch_model.bin')
            """);
        AssertRefused("'posix.system'");
        Assert.False(File.Exists(_folder.At("marker")));
        PyTorch.Run(_folder.Path, "torch.load('pytorch_model.bin')");
        Assert.True(File.Exists(_folder.At("marker")), "the pickle was harmless, so the test showed nothing");
    }

    [Fact]
    public void A_whole_module_instead_of_its_weights_is_refused_by_name()
    {
        PyTorch.Run(_folder.Path, "torch.save(torch.nn.Linear(2, 2), 'pytorch_model.bin')");
        AssertRefused("'torch.nn.modules.linear.Linear'");
    }

    [Fact]
    public void The_old_format_and_TorchScript_have_their_own_sentences()
    {
        PyTorch.Run(_folder.Path, "torch.save({'w': torch.ones(2)}, 'pytorch_model.bin', _use_new_zipfile_serialization=False)");
        AssertRefused("before PyTorch 1.6");
        PyTorch.Run(_folder.Path, "torch.jit.script(torch.nn.Linear(2, 2)).save('pytorch_model.bin')");
        AssertRefused("TorchScript");
    }

    private void AssertRefused(string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ModelException>(() => Checkpoint.Open(_folder.Path)).Message, StringComparison.Ordinal);

    private static byte[] Numbers(StoredTensor tensor) =>
        tensor.Element is TensorElement.F32 or TensorElement.F16 or TensorElement.BF16 or TensorElement.F64
            ? MemoryMarshal.AsBytes<float>(TensorConversion.ReadFloats(tensor)).ToArray()
            : MemoryMarshal.AsBytes<long>(TensorConversion.ReadInt64s(tensor)).ToArray();
}
