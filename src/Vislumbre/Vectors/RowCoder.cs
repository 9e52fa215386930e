using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vislumbre.Vectors;

/// <summary>
/// Codes rows with a bit a number and three factors (RaBitQ: Gao and Long, SIGMOD 2024). A row x is centred and rotated, r = R(x − c), and
/// its signs are kept. With S = Σ ±v over a rotated query v, the estimate of r·v is α·S, α = ‖r‖² / ‖r‖₁; it is unbiased, and its
/// deviation is e·‖v‖, e = ‖r‖·√((1 − a²) / a²) / √(n − 1), a = ‖r‖₁ / (‖r‖·√n). The third factor is β = (x − c)·c.
/// </summary>
internal sealed class RowCoder(Rotation rotation, float[] centre)
{
    /// <summary>Codes the rows of one group.</summary>
    /// <param name="rows">At most 32 rows.</param>
    /// <param name="group">The group's bytes; rows that are not there become zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Code(ReadOnlySpan<Half> rows, Span<byte> group)
    {
        group.Clear();
        var bits = CodeLayout.BitsLength(rotation.Length);
        var factors = MemoryMarshal.Cast<byte, float>(group[bits..]);
        Span<float> row = stackalloc float[rotation.Length];
        for (var i = 0; i < rows.Length / centre.Length; i++)
        {
            row[centre.Length..].Clear();
            var numbers = row[..centre.Length];
            TensorPrimitives.ConvertToSingle(rows.Slice(i * centre.Length, centre.Length), numbers);
            TensorPrimitives.Subtract(numbers, centre, numbers);
            factors[CodeLayout.GroupRows + i] = TensorPrimitives.Dot<float>(numbers, centre);
            rotation.Apply(row);
            var (square, sum) = (TensorPrimitives.SumOfSquares<float>(row), TensorPrimitives.SumOfMagnitudes<float>(row));
            if (sum > 0)
            {
                factors[i] = square / sum;
                factors[2 * CodeLayout.GroupRows + i] = MathF.Sqrt(Math.Max(0, square * square * rotation.Length / (sum * sum) - square) / (rotation.Length - 1));
            }

            for (var at = 0; at < row.Length; at += 8)
                group[at / 8 * CodeLayout.GroupRows + i] = (byte)Vector256.GreaterThanOrEqual(Vector256.Create<float>(row[at..]), Vector256<float>.Zero).ExtractMostSignificantBits();
        }
    }
}
