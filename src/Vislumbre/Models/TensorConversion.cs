using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Models;

/// <summary>Reads stored numbers as fp32 (or whole numbers), a chunk at a time, so that a large tensor is never in memory whole.</summary>
/// <remarks>Files are little-endian, and so is every machine .NET 10 is published for with ONNX Runtime.</remarks>
internal static class TensorConversion
{
#if DEBUG
    // Small enough that the tests cross the border between chunks.
    private const int ChunkElements = 64;
#else
    private const int ChunkElements = 1 << 15;
#endif

    /// <summary>Writes the tensor to the stream as little-endian fp32, row-major.</summary>
    /// <param name="tensor">A tensor of F32, F16, BF16 or F64.</param>
    /// <param name="destination">Takes 4 bytes for each number.</param>
    /// <param name="cancellationToken">Looked at between chunks.</param>
    /// <exception cref="ModelException">The tensor is of whole numbers, or its file became shorter.</exception>
    public static void WriteFloats(StoredTensor tensor, Stream destination, CancellationToken cancellationToken = default)
    {
        RefuseWholeNumbers(tensor);
        var floats = new float[ChunkElements];
        ForEachChunk(tensor, (bytes, _) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = bytes.Length / StoredTensor.SizeOf(tensor.Element);
            Convert(bytes, tensor.Element, floats.AsSpan(0, count));
            destination.Write(MemoryMarshal.AsBytes(floats.AsSpan(0, count)));
        });
    }

    /// <summary>Reads a small tensor of F32, F16, BF16 or F64 whole.</summary>
    /// <exception cref="ModelException">The tensor is of whole numbers, too large, or its file became shorter.</exception>
    public static float[] ReadFloats(StoredTensor tensor)
    {
        RefuseWholeNumbers(tensor);
        var floats = new float[CountForArray(tensor)];
        ForEachChunk(tensor, (bytes, first) =>
            Convert(bytes, tensor.Element, floats.AsSpan(first, bytes.Length / StoredTensor.SizeOf(tensor.Element))));
        return floats;
    }

    /// <summary>Reads a small tensor of whole numbers or truth values (0 and 1) whole.</summary>
    /// <exception cref="ModelException">The tensor is of fractions, too large, or its file became shorter.</exception>
    public static long[] ReadInt64s(StoredTensor tensor)
    {
        if (tensor.Element is TensorElement.F32 or TensorElement.F16 or TensorElement.BF16 or TensorElement.F64)
            throw Refuse(tensor, $"holds {tensor.Element}; whole numbers were expected", $"tem {tensor.Element}; esperavam-se números inteiros");
        var numbers = new long[CountForArray(tensor)];
        ForEachChunk(tensor, (bytes, first) =>
        {
            var target = numbers.AsSpan(first, bytes.Length / StoredTensor.SizeOf(tensor.Element));
            switch (tensor.Element)
            {
                case TensorElement.I64: MemoryMarshal.Cast<byte, long>(bytes).CopyTo(target); break;
                case TensorElement.I32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), target); break;
                case TensorElement.I16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), target); break;
                case TensorElement.I8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), target); break;
                default: TensorPrimitives.ConvertTruncating(bytes, target); break;
            }
        });
        return numbers;
    }

    private static void Convert(ReadOnlySpan<byte> bytes, TensorElement element, Span<float> target)
    {
        switch (element)
        {
            case TensorElement.F32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(target);
                break;
            case TensorElement.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), target);
                break;
            case TensorElement.F64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), target);
                break;
            default:
                // bfloat16 is the upper half of a binary32.
                var bits = MemoryMarshal.Cast<float, uint>(target);
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ushort>(bytes), bits);
                TensorPrimitives.ShiftLeft<uint>(bits, 16, bits);
                break;
        }
    }

    private delegate void ChunkAction(ReadOnlySpan<byte> bytes, int firstElement);

    private static void ForEachChunk(StoredTensor tensor, ChunkAction action)
    {
        using var handle = File.OpenHandle(tensor.File, options: FileOptions.SequentialScan);
        var size = StoredTensor.SizeOf(tensor.Element);
        var buffer = new byte[Math.Min(tensor.Length, (long)ChunkElements * size)];
        for (long done = 0; done < tensor.Length; done += buffer.Length)
        {
            var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, tensor.Length - done));
            Fill(tensor, handle, chunk, tensor.Offset + done);
            action(chunk, (int)Math.Min(done / size, int.MaxValue));
        }
    }

    private static void Fill(StoredTensor tensor, SafeFileHandle handle, Span<byte> chunk, long offset)
    {
        while (chunk.Length > 0)
        {
            var count = RandomAccess.Read(handle, chunk, offset);
            if (count == 0)
                throw Refuse(tensor, "reaches beyond the end of the file, which became shorter since it was opened",
                    "passa do fim do arquivo, que encolheu desde que foi aberto");
            chunk = chunk[count..];
            offset += count;
        }
    }

    private static int CountForArray(StoredTensor tensor) => tensor.Count <= Array.MaxLength
        ? (int)tensor.Count
        : throw Refuse(tensor, $"has {tensor.Count} numbers, too many to read at once", $"tem {tensor.Count} números, demais para ler de uma vez");

    private static void RefuseWholeNumbers(StoredTensor tensor)
    {
        if (tensor.Element is not (TensorElement.F32 or TensorElement.F16 or TensorElement.BF16 or TensorElement.F64))
            throw Refuse(tensor, $"holds {tensor.Element}; F32, F16, BF16 or F64 were expected",
                $"tem {tensor.Element}; esperava-se F32, F16, BF16 ou F64");
    }

    private static ModelException Refuse(StoredTensor tensor, string english, string portuguese) => new(Language.Say(
        $"In {tensor.File}, the tensor {QuotedName.Of(tensor.Name)} {english}.",
        $"Em {tensor.File}, o tensor {QuotedName.Of(tensor.Name)} {portuguese}."));
}
