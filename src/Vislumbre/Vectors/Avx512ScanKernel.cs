using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vislumbre.Vectors;

/// <summary>For processors with AVX-512 (F, BW): 64 look-ups an instruction.</summary>
internal sealed unsafe class Avx512ScanKernel : ScanKernel
{
    /// <inheritdoc/>
    public override string Name => "avx512";

    /// <inheritdoc/>
    public override bool IsSupported => Avx512BW.IsSupported && Vector512.IsHardwareAccelerated;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Scan(byte* groups, int rows, ScanTable table, float threshold, Span<Contender> found)
    {
        var (count, bits) = (0, table.Codes * CodeLayout.GroupRows);
        var group = groups;
        var least = Vector512.Create(threshold);
        float* estimates = stackalloc float[2 * CodeLayout.GroupRows];
        fixed (byte* tables = table.Tables)
        {
            for (var first = 0; first < rows; first += CodeLayout.GroupRows, group += bits + CodeLayout.Factors * CodeLayout.FactorLength)
            {
                Sums(group, table.Codes, tables, out var low, out var high);
                var factors = (float*)(group + bits);
                var above = Bound(low, factors, table, least, estimates) | (uint)Bound(high, factors + 16, table, least, estimates + 16) << 16;
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
        var (first, second, third, fourth) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var i = 0;
        fixed (float* numbers = query)
        {
            for (; i + 64 <= query.Length; i += 64)
            {
                first = Vector512.FusedMultiplyAdd(Widen(halves + i), Vector512.Load(numbers + i), first);
                second = Vector512.FusedMultiplyAdd(Widen(halves + i + 16), Vector512.Load(numbers + i + 16), second);
                third = Vector512.FusedMultiplyAdd(Widen(halves + i + 32), Vector512.Load(numbers + i + 32), third);
                fourth = Vector512.FusedMultiplyAdd(Widen(halves + i + 48), Vector512.Load(numbers + i + 48), fourth);
            }
        }

        var total = Vector512.Sum(first + second + (third + fourth));
        for (; i < query.Length; i++) total += query[i] * Lowered(row[i]);
        return total;
    }

    // Steps of 32 rows: eight look-ups add up within a byte, then bytes go over into words.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums(byte* group, int codes, byte* tables, out Vector256<ushort> low, out Vector256<ushort> high)
    {
        var nibble = Vector512.Create((byte)15);
        var (even, odd) = (Vector512<ushort>.Zero, Vector512<ushort>.Zero);
        for (var code = 0; code < codes; code += 8)
        {
            var steps = Vector512<byte>.Zero;
            for (var pair = 0; pair < 4; pair++)
            {
                var two = Vector512.Load(group + (code + 2 * pair) * CodeLayout.GroupRows);
                var place = tables + (code / 2 + pair) * 128;
                steps += Avx512BW.Shuffle(Vector512.Load(place), two & nibble);
                steps += Avx512BW.Shuffle(Vector512.Load(place + 64), (two.AsUInt16() >> 4).AsByte() & nibble);
            }

            even += steps.AsUInt16() & Vector512.Create((ushort)255);
            odd += steps.AsUInt16() >> 8;
        }

        var (evens, odds) = (even.GetLower() + even.GetUpper(), odd.GetLower() + odd.GetUpper());
        var (one, two2) = (Avx2.UnpackLow(evens, odds), Avx2.UnpackHigh(evens, odds)); // rows 0–7 and 16–23; 8–15 and 24–31
        low = Avx2.Permute2x128(one, two2, 0x20);
        high = Avx2.Permute2x128(one, two2, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bound(Vector256<ushort> steps, float* factors, ScanTable table, Vector512<float> least, float* estimates)
    {
        var sum = Vector512.FusedMultiplyAdd(Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(steps)), Vector512.Create(table.Scale), Vector512.Create(table.Bias));
        var estimate = Vector512.FusedMultiplyAdd(Vector512.Load(factors + CodeLayout.GroupRows), Vector512.Create(table.Tilt), Vector512.Create(table.Constant));
        estimate = Vector512.FusedMultiplyAdd(Vector512.Load(factors), sum, estimate);
        var bound = Vector512.FusedMultiplyAdd(Vector512.Load(factors + 2 * CodeLayout.GroupRows), Vector512.Create(table.Slack), estimate);
        var above = (uint)Vector512.GreaterThan(bound, least).ExtractMostSignificantBits();
        if (above != 0)
        {
            estimate.Store(estimates);
            bound.Store(estimates + CodeLayout.GroupRows);
        }

        return above;
    }

    // The sign was spread over the upper half: of its copies one is kept.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(short* halves) => ((Avx512F.ConvertToVector512Int32(Vector256.Load(halves)) << 13) & Vector512.Create(unchecked((int)0x8FFFE000))).AsSingle();
}
