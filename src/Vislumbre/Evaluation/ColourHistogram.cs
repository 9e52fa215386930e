using System.Numerics;

namespace Vislumbre.Evaluation;

/// <summary>
/// Colours by place, without any meaning: joint RGB in 4 × 4 × 4 bins over a grid of 2 × 2 cells. A floor: what beats it only just has
/// learnt little more than which colours go with which words.
/// </summary>
public static class ColourHistogram
{
    private const int Levels = 4;
    private const int Grid = 2;

    /// <summary>Numbers in a histogram.</summary>
    public const int Length = Grid * Grid * Levels * Levels * Levels;

    /// <summary>Counts a square picture's colours.</summary>
    /// <param name="pixels">Rows × columns × 3 bytes, packed RGB.</param>
    /// <param name="edge">Pixels across and down, at least 1.</param>
    /// <returns><see cref="Length"/> shares that sum to 1.</returns>
    public static float[] Of(ReadOnlySpan<byte> pixels, int edge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(edge, 1);
        if (pixels.Length != edge * edge * 3) throw new ArgumentException($"{pixels.Length} bytes are not {edge} × {edge} × 3.", nameof(pixels));
        var counts = new int[Length];
        for (var y = 0; y < edge; y++)
        {
            for (var x = 0; x < edge; x++)
            {
                var at = (y * edge + x) * 3;
                var cell = y * Grid / edge * Grid + x * Grid / edge;
                counts[((cell * Levels + pixels[at] / 64) * Levels + pixels[at + 1] / 64) * Levels + pixels[at + 2] / 64]++;
            }
        }

        return Array.ConvertAll(counts, count => count / (float)(edge * edge));
    }

    /// <summary>Histogram intersection (Swain and Ballard 1991): the sum of the lesser of each two bins, 1 for equal histograms and 0 for strangers.</summary>
    public static float Intersection(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var at = 0;
        for (; at <= a.Length - Vector<float>.Count; at += Vector<float>.Count) sum += Vector.Min(new Vector<float>(a[at..]), new Vector<float>(b[at..]));
        var total = Vector.Sum(sum);
        for (; at < a.Length; at++) total += MathF.Min(a[at], b[at]);
        return total;
    }
}
