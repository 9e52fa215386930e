using System.Runtime.InteropServices;

namespace Vislumbre.Models;

/// <summary>
/// Writes the weights of quantised towers into one file: linear layers as signed bytes, a scale for each of their outputs (symmetric,
/// by the largest magnitude); all else as 32-bit floats.
/// </summary>
internal sealed class QuantisedWeights(Checkpoint checkpoint, string target, Stream file, int largest)
{
    // Cache lines; ONNX Runtime maps tensors where they lie.
    private const int Alignment = 64;

    private readonly Dictionary<string, StoredTensor> _written = [];

    /// <summary>A tensor as it is, in 32-bit floats.</summary>
    public StoredTensor Find(string name)
    {
        if (_written.TryGetValue(name, out var known)) return known;
        var tensor = checkpoint.Find(name);
        return Write(name, TensorElement.F32, tensor.Shape, () => TensorConversion.WriteFloats(tensor, file));
    }

    /// <summary>A linear layer's weights.</summary>
    /// <param name="name">The tensor's name; its shape is [outputs, inputs].</param>
    /// <returns>The numbers [inputs, outputs], signed bytes, and the scales [outputs]: number · scale is the weight.</returns>
    public (StoredTensor Numbers, StoredTensor Scales) Quantise(string name)
    {
        var (numbers, scales) = ($"{name}.int8", $"{name}.scale");
        if (_written.TryGetValue(numbers, out var known)) return (known, _written[scales]);
        var tensor = checkpoint.Find(name);
        int outputs = (int)tensor.Shape[0], inputs = (int)tensor.Shape[1];
        var (bytes, factors) = Quantise(TensorConversion.ReadFloats(tensor), outputs, inputs, largest);
        return (
            Write(numbers, TensorElement.I8, [inputs, outputs], () => file.Write(MemoryMarshal.AsBytes<sbyte>(bytes))),
            Write(scales, TensorElement.F32, [outputs], () => file.Write(MemoryMarshal.AsBytes<float>(factors))));
    }

    /// <summary>Quantises a layer's weights.</summary>
    /// <param name="weights">Outputs × inputs.</param>
    /// <param name="outputs">How many rows.</param>
    /// <param name="inputs">How many columns.</param>
    /// <param name="largest">The largest magnitude of a number, at most 127.</param>
    /// <returns>Inputs × outputs numbers, and a scale for each output; 0 for one whose weights are all 0.</returns>
    internal static (sbyte[] Numbers, float[] Scales) Quantise(ReadOnlySpan<float> weights, int outputs, int inputs, int largest)
    {
        var (numbers, scales) = (new sbyte[weights.Length], new float[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            var row = weights.Slice(output * inputs, inputs);
            var top = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(row);
            if (top == 0) continue;
            scales[output] = Math.Abs(top) / largest;
            // So near to nothing a float has few bits: rounded down, it would make more of the largest weight than the largest number.
            if (!float.IsNormal(scales[output])) scales[output] = MathF.BitIncrement(scales[output]);
            for (var input = 0; input < inputs; input++) numbers[input * outputs + output] = (sbyte)Math.Round(row[input] / scales[output]);
        }

        return (numbers, scales);
    }

    private StoredTensor Write(string name, TensorElement element, IReadOnlyList<long> shape, Action write)
    {
        file.Position = (file.Position + Alignment - 1) / Alignment * Alignment;
        var offset = file.Position;
        write();
        return _written[name] = new StoredTensor(name, element, shape, target, offset, file.Position - offset);
    }
}
