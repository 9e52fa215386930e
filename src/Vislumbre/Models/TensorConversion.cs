using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Vislumbre.Models;

/// <summary>Reads stored tensors as 32-bit floats, a piece at a time.</summary>
internal static class TensorConversion
{
    private const int Piece = 1 << 20;

    /// <summary>A small tensor's numbers.</summary>
    public static float[] ReadFloats(StoredTensor tensor)
    {
        using var buffer = new MemoryStream(checked((int)(tensor.Count * 4)));
        WriteFloats(tensor, buffer);
        return MemoryMarshal.Cast<byte, float>(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)).ToArray();
    }

    /// <summary>Writes a tensor's numbers as 32-bit floats.</summary>
    /// <exception cref="ModelException">They are integers.</exception>
    public static void WriteFloats(StoredTensor tensor, Stream to)
    {
        using var file = new FileStream(tensor.File, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        file.Position = tensor.Offset;
        var bytes = new byte[Math.Min(Piece, tensor.Length)];
        var wide = new float[bytes.Length / StoredTensor.SizeOf(tensor.Element)];
        for (var left = tensor.Length; left > 0;)
        {
            var piece = bytes.AsSpan(0, (int)Math.Min(bytes.Length, left));
            file.ReadExactly(piece);
            left -= piece.Length;
            var numbers = wide.AsSpan(0, piece.Length / StoredTensor.SizeOf(tensor.Element));
            Widen(tensor, piece, numbers);
            to.Write(MemoryMarshal.AsBytes(numbers));
        }
    }

    private static void Widen(StoredTensor tensor, ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        switch (tensor.Element)
        {
            case TensorElement.F32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(numbers);
                break;
            case TensorElement.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), numbers);
                break;
            case TensorElement.BF16:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < halves.Length; i++) numbers[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                break;
            case TensorElement.F64:
                TensorPrimitives.ConvertTruncating<double, float>(MemoryMarshal.Cast<byte, double>(bytes), numbers);
                break;
            default:
                throw new ModelException(Language.Say(
                    $"{tensor.File}: tensor {tensor.Name} holds integers ({tensor.Element}); weights must be floating-point.",
                    $"{tensor.File}: o tensor {tensor.Name} tem inteiros ({tensor.Element}); pesos devem ser de ponto flutuante."));
        }
    }
}
