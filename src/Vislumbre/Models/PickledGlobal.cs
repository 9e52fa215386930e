using System.Collections.Frozen;

namespace Vislumbre.Models;

/// <summary>A Python name that a pickle may mention. The few that state dicts need are listed; there are no others.</summary>
/// <param name="Name">The module and the name in it.</param>
/// <param name="Element">For a storage class, how its numbers are written.</param>
internal sealed record PickledGlobal(string Name, TensorElement? Element = null)
{
    /// <summary>Makes an empty dictionary.</summary>
    public static PickledGlobal OrderedDict { get; } = new("collections.OrderedDict");

    /// <summary>Makes a tensor from storage, offset, shape and strides.</summary>
    public static PickledGlobal RebuildTensor { get; } = new("torch._utils._rebuild_tensor_v2");

    /// <summary>Makes a trainable parameter from a tensor; here the same tensor.</summary>
    public static PickledGlobal RebuildParameter { get; } = new("torch._utils._rebuild_parameter");

    private static readonly FrozenDictionary<string, PickledGlobal> Known = new[]
    {
        OrderedDict,
        RebuildTensor,
        RebuildParameter,
        new("torch.FloatStorage", TensorElement.F32),
        new("torch.HalfStorage", TensorElement.F16),
        new("torch.BFloat16Storage", TensorElement.BF16),
        new("torch.DoubleStorage", TensorElement.F64),
        new("torch.LongStorage", TensorElement.I64),
        new("torch.IntStorage", TensorElement.I32),
        new("torch.ShortStorage", TensorElement.I16),
        new("torch.CharStorage", TensorElement.I8),
        new("torch.ByteStorage", TensorElement.U8),
        new("torch.BoolStorage", TensorElement.Bool),
    }.ToFrozenDictionary(known => known.Name, StringComparer.Ordinal);

    /// <summary>Gives the listed one of that module and name, or null.</summary>
    public static PickledGlobal? Find(string module, string name) =>
        name.Contains('.', StringComparison.Ordinal) ? null : Known.GetValueOrDefault($"{module}.{name}");
}
