using System.Numerics.Tensors;

namespace Vislumbre.Vectors;

/// <summary>
/// A query against one file's codes. With v = R(q − t·c), t = q·c / ‖c‖² (what is left of the query is as short as can be, and so is the
/// estimate's error), x·q = c·q + t·β + r·v. Every four numbers of v become a table of the 16 sums that four signs can make, in steps
/// that fit five bits, so that eight of them add up within a byte.
/// </summary>
internal sealed class ScanTable
{
    private const int Steps = 31;

    // The ratio of α to e where signs say as much of a row as they do of a random one, a = √(2/π): it turns the tables' rounding into the same unit.
    private const float FactorRatio = 1.66f;

    /// <summary>Makes the tables.</summary>
    /// <param name="query">The query.</param>
    /// <param name="centre">The file's centre.</param>
    /// <param name="rotation">The file's rotation.</param>
    /// <param name="caution">By how many deviations a row may be underestimated before it is lost.</param>
    public ScanTable(ReadOnlySpan<float> query, ReadOnlySpan<float> centre, Rotation rotation, float caution)
    {
        var rotated = new float[rotation.Length];
        var along = TensorPrimitives.Dot(query, centre);
        var square = TensorPrimitives.SumOfSquares(centre);
        Tilt = square > 1e-12f ? along / square : 0;
        Constant = along;
        TensorPrimitives.MultiplyAdd(centre, -Tilt, query, rotated.AsSpan(0, query.Length));
        rotation.Apply(rotated);
        Codes = rotated.Length / 8;
        Tables = GC.AllocateUninitializedArray<byte>(rotated.Length / 4 * 32, pinned: true);
        var widest = 0f;
        for (var i = 0; i < rotated.Length; i += 4) widest = Math.Max(widest, TensorPrimitives.SumOfMagnitudes<float>(rotated.AsSpan(i, 4)));
        Scale = Math.Max(2 * widest / Steps, float.Epsilon);
        for (var table = 0; table < rotated.Length / 4; table++) Bias += Fill(rotated.AsSpan(table * 4, 4), Place(table));
        var rounding = Scale * MathF.Sqrt(rotated.Length / 4 / 12f);
        Slack = caution * MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(rotated) + FactorRatio * FactorRatio * rounding * rounding);
    }

    /// <summary>Bytes a row's code.</summary>
    public int Codes { get; }

    /// <summary>
    /// The tables of 16 bytes, each twice in a row. Of four bytes' half-bytes' tables, 2p, 2p + 1, 2p + 2, 2p + 3, they lie in the order
    /// 2p, 2p + 2, 2p + 1, 2p + 3: the low halves of two bytes, then the high ones. Pinned.
    /// </summary>
    public byte[] Tables { get; }

    /// <summary>What every row's estimate begins with.</summary>
    public float Constant { get; }

    /// <summary>How much β counts.</summary>
    public float Tilt { get; }

    /// <summary>The worth of a step of the tables.</summary>
    public float Scale { get; }

    /// <summary>What the sum of a row's steps stands above.</summary>
    public float Bias { get; }

    /// <summary>How much e counts in a row's bound.</summary>
    public float Slack { get; }

    /// <summary>Where a half-byte's table begins.</summary>
    public static int Place(int table) => table / 4 * 128 + (table % 4) switch { 0 => 0, 1 => 64, 2 => 32, _ => 96 };

    private float Fill(ReadOnlySpan<float> four, int place)
    {
        var lowest = -TensorPrimitives.SumOfMagnitudes(four);
        for (var signs = 0; signs < 16; signs++)
        {
            var sum = 0f;
            for (var i = 0; i < 4; i++) sum += (signs >> i & 1) == 1 ? four[i] : -four[i];
            Tables[place + signs] = Tables[place + 16 + signs] = (byte)Math.Min(Steps, MathF.Round((sum - lowest) / Scale));
        }

        return lowest;
    }
}
