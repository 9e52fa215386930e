using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vislumbre.Vectors;

/// <summary>For processors with AVX2 and fused multiply-add: 32 look-ups an instruction.</summary>
internal sealed unsafe class Avx2ScanKernel : ScanKernel
{
    /// <inheritdoc/>
    public override string Name => "avx2";

    /// <inheritdoc/>
    public override bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Scan(byte* groups, int rows, ScanTable table, float threshold, Span<Contender> found)
    {
        var (count, bits) = (0, table.Codes * CodeLayout.GroupRows);
        var group = groups;
        var least = Vector256.Create(threshold);
        float* estimates = stackalloc float[2 * CodeLayout.GroupRows];
        fixed (byte* tables = table.Tables)
        {
            for (var first = 0; first < rows; first += CodeLayout.GroupRows, group += bits + CodeLayout.Factors * CodeLayout.FactorLength)
            {
                Sums(group, table.Codes, tables, out var low, out var high);
                var factors = (float*)(group + bits);
                var above = Bound(low.GetLower(), factors, table, least, estimates)
                    | Bound(low.GetUpper(), factors + 8, table, least, estimates + 8) << 8
                    | Bound(high.GetLower(), factors + 16, table, least, estimates + 16) << 16
                    | Bound(high.GetUpper(), factors + 24, table, least, estimates + 24) << 24;
                if (rows - first < CodeLayout.GroupRows) above &= (1u << (rows - first)) - 1;
                for (; above != 0; above &= above - 1)
                {
                    var row = BitOperations.TrailingZeroCount(above);
                    found[count++] = new Contender(first + row, estimates[row], estimates[CodeLayout.GroupRows + row]);
                }
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public override float[] Prepare(ReadOnlySpan<float> query) => Lifted(query);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Dot(ReadOnlySpan<float> query, Half* row)
    {
        var halves = (short*)row;
        var (first, second, third, fourth) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var i = 0;
        fixed (float* numbers = query)
        {
            for (; i + 32 <= query.Length; i += 32)
            {
                first = Fma.MultiplyAdd(Widen(halves + i), Vector256.Load(numbers + i), first);
                second = Fma.MultiplyAdd(Widen(halves + i + 8), Vector256.Load(numbers + i + 8), second);
                third = Fma.MultiplyAdd(Widen(halves + i + 16), Vector256.Load(numbers + i + 16), third);
                fourth = Fma.MultiplyAdd(Widen(halves + i + 24), Vector256.Load(numbers + i + 24), fourth);
            }
        }

        var total = Vector256.Sum(first + second + (third + fourth));
        for (; i < query.Length; i++) total += query[i] * Lowered(row[i]);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums(byte* group, int codes, byte* tables, out Vector256<ushort> low, out Vector256<ushort> high)
    {
        var nibble = Vector256.Create((byte)15);
        var (even, odd) = (Vector256<ushort>.Zero, Vector256<ushort>.Zero);
        for (var code = 0; code < codes; code += 4)
        {
            var steps = Vector256<byte>.Zero;
            for (var pair = 0; pair < 2; pair++)
            {
                var at = group + (code + 2 * pair) * CodeLayout.GroupRows;
                var place = tables + (code / 2 + pair) * 128;
                var (one, two) = (Vector256.Load(at), Vector256.Load(at + CodeLayout.GroupRows));
                steps += Avx2.Shuffle(Vector256.Load(place), one & nibble);
                steps += Avx2.Shuffle(Vector256.Load(place + 32), two & nibble);
                steps += Avx2.Shuffle(Vector256.Load(place + 64), (one.AsUInt16() >> 4).AsByte() & nibble);
                steps += Avx2.Shuffle(Vector256.Load(place + 96), (two.AsUInt16() >> 4).AsByte() & nibble);
            }

            even += steps.AsUInt16() & Vector256.Create((ushort)255);
            odd += steps.AsUInt16() >> 8;
        }

        var (lows, highs) = (Avx2.UnpackLow(even, odd), Avx2.UnpackHigh(even, odd)); // rows 0–7 and 16–23; 8–15 and 24–31
        low = Avx2.Permute2x128(lows, highs, 0x20);
        high = Avx2.Permute2x128(lows, highs, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bound(Vector128<ushort> steps, float* factors, ScanTable table, Vector256<float> least, float* estimates)
    {
        var sum = Fma.MultiplyAdd(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(steps)), Vector256.Create(table.Scale), Vector256.Create(table.Bias));
        var estimate = Fma.MultiplyAdd(Vector256.Load(factors + CodeLayout.GroupRows), Vector256.Create(table.Tilt), Vector256.Create(table.Constant));
        estimate = Fma.MultiplyAdd(Vector256.Load(factors), sum, estimate);
        var bound = Fma.MultiplyAdd(Vector256.Load(factors + 2 * CodeLayout.GroupRows), Vector256.Create(table.Slack), estimate);
        var above = Vector256.GreaterThan(bound, least).ExtractMostSignificantBits();
        if (above != 0)
        {
            estimate.Store(estimates);
            bound.Store(estimates + CodeLayout.GroupRows);
        }

        return above;
    }

    // The sign was spread over the upper half: of its copies one is kept.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(short* halves) => ((Avx2.ConvertToVector256Int32(Vector128.Load(halves)) << 13) & Vector256.Create(unchecked((int)0x8FFFE000))).AsSingle();
}
