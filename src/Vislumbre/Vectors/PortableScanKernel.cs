using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vislumbre.Vectors;

/// <summary>For every other processor: 16 look-ups an instruction where there is one (ARM, older x86), else by software.</summary>
internal sealed unsafe class PortableScanKernel : ScanKernel
{
    /// <inheritdoc/>
    public override string Name => "portable";

    /// <inheritdoc/>
    public override bool IsSupported => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Scan(byte* groups, int rows, ScanTable table, float threshold, Span<Contender> found)
    {
        var (count, bits) = (0, table.Codes * CodeLayout.GroupRows);
        var group = groups;
        ushort* steps = stackalloc ushort[CodeLayout.GroupRows];
        fixed (byte* tables = table.Tables)
        {
            for (var first = 0; first < rows; first += CodeLayout.GroupRows, group += bits + CodeLayout.Factors * CodeLayout.FactorLength)
            {
                Sums(group, table.Codes, tables, steps);
                Sums(group + 16, table.Codes, tables, steps + 16);
                var factors = (float*)(group + bits);
                for (var row = 0; row < Math.Min(CodeLayout.GroupRows, rows - first); row++)
                {
                    var estimate = table.Constant + table.Tilt * factors[CodeLayout.GroupRows + row] + factors[row] * (table.Scale * steps[row] + table.Bias);
                    var bound = estimate + table.Slack * factors[2 * CodeLayout.GroupRows + row];
                    if (bound > threshold) found[count++] = new Contender(first + row, estimate, bound);
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
        var (low, high) = (Vector128<float>.Zero, Vector128<float>.Zero);
        var i = 0;
        fixed (float* numbers = query)
        {
            for (; i + 8 <= query.Length; i += 8)
            {
                var eight = Vector128.Load(halves + i);
                low += Shifted(Vector128.WidenLower(eight)) * Vector128.Load(numbers + i);
                high += Shifted(Vector128.WidenUpper(eight)) * Vector128.Load(numbers + i + 4);
            }
        }

        var total = Vector128.Sum(low + high);
        for (; i < query.Length; i++) total += query[i] * Lowered(row[i]);
        return total;
    }

    // The sign was spread over the upper half: of its copies one is kept.
    private static Vector128<float> Shifted(Vector128<int> halves) => ((halves << 13) & Vector128.Create(unchecked((int)0x8FFFE000))).AsSingle();

    // The steps of 16 rows of a group.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums(byte* half, int codes, byte* tables, ushort* sums)
    {
        var nibble = Vector128.Create((byte)15);
        var (low, high) = (Vector128<ushort>.Zero, Vector128<ushort>.Zero);
        for (var code = 0; code < codes; code += 4)
        {
            var steps = Vector128<byte>.Zero;
            for (var i = code; i < code + 4; i++)
            {
                var bytes = Vector128.Load(half + i * CodeLayout.GroupRows);
                steps += Vector128.Shuffle(Vector128.Load(tables + ScanTable.Place(2 * i)), bytes & nibble);
                steps += Vector128.Shuffle(Vector128.Load(tables + ScanTable.Place(2 * i + 1)), bytes >> 4);
            }

            low += Vector128.WidenLower(steps);
            high += Vector128.WidenUpper(steps);
        }

        low.Store(sums);
        high.Store(sums + 8);
    }
}
