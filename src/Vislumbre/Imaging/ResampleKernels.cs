using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vislumbre.Imaging;

/// <summary>The inner loops of resizing: one over the pixels of a row, one over rows, each with a scalar twin.</summary>
internal static class ResampleKernels
{
    private const int Half = 1 << (ResampleKernel.PrecisionBits - 1);

    /// <summary>Resizes one row of RGB pixels. The source must have one readable byte past its last pixel.</summary>
    public static void Row(ReadOnlySpan<byte> source, ResampleKernel kernel, Span<byte> target)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            RowScalar(source, kernel, target);
            return;
        }

        ref var pixels = ref MemoryMarshal.GetReference(source);
        for (var x = 0; x < kernel.Firsts.Length; x++)
        {
            var weights = kernel.Weights.AsSpan(x * kernel.Taps, kernel.Counts[x]);
            var sum = Vector128.Create(Half);
            var at = (nuint)(kernel.Firsts[x] * 3);
            foreach (var weight in weights)
            {
                // Four bytes: red, green, blue and the next pixel's red, whose sum is thrown away.
                var packed = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref pixels, at))).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(packed)).AsInt32() * weight;
                at += 3;
            }

            sum = Vector128.Clamp(sum >> ResampleKernel.PrecisionBits, Vector128<int>.Zero, Vector128.Create(255));
            target[x * 3] = (byte)sum.GetElement(0);
            target[x * 3 + 1] = (byte)sum.GetElement(1);
            target[x * 3 + 2] = (byte)sum.GetElement(2);
        }
    }

    /// <summary>The scalar twin of <see cref="Row"/>.</summary>
    public static void RowScalar(ReadOnlySpan<byte> source, ResampleKernel kernel, Span<byte> target)
    {
        for (var x = 0; x < kernel.Firsts.Length; x++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var sum = Half;
                for (var k = 0; k < kernel.Counts[x]; k++)
                    sum += source[(kernel.Firsts[x] + k) * 3 + channel] * kernel.Weights[x * kernel.Taps + k];
                target[x * 3 + channel] = Clip(sum);
            }
        }
    }

    /// <summary>Makes one output row as a weighted sum of consecutive rows of <paramref name="stride"/> bytes.</summary>
    public static void Column(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights, Span<byte> target)
    {
        var x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var first = ref MemoryMarshal.GetReference(rows);
            for (; x + 8 <= stride; x += 8)
            {
                var sum = Vector256.Create(Half);
                for (var k = 0; k < weights.Length; k++)
                {
                    var packed = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, k * stride + x))).AsByte();
                    var wide = Vector256.Create(
                        Vector128.WidenLower(Vector128.WidenLower(packed)).AsInt32(),
                        Vector128.WidenUpper(Vector128.WidenLower(packed)).AsInt32());
                    sum += wide * weights[k];
                }

                sum = Vector256.Clamp(sum >> ResampleKernel.PrecisionBits, Vector256<int>.Zero, Vector256.Create(255));
                for (var i = 0; i < 8; i++) target[x + i] = (byte)sum.GetElement(i);
            }
        }

        ColumnScalar(rows, stride, weights, target, x);
    }

    /// <summary>The scalar twin of <see cref="Column"/>, from byte <paramref name="from"/> of the row on.</summary>
    public static void ColumnScalar(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights, Span<byte> target, int from = 0)
    {
        for (var x = from; x < stride; x++)
        {
            var sum = Half;
            for (var k = 0; k < weights.Length; k++) sum += rows[k * stride + x] * weights[k];
            target[x] = Clip(sum);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleKernel.PrecisionBits, 0, 255);
}
