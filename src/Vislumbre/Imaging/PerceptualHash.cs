using System.Numerics;
using System.Numerics.Tensors;

namespace Vislumbre.Imaging;

/// <summary>
/// A hash that pictures share when they look the same: recompressed, resized or brightened copies differ in few bits.
/// The DCT hash of Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash Functions".
/// </summary>
public static class PerceptualHash
{
    private const int Edge = 32, Kept = 8;

    // What stands above the median by less than this is rounding and noise, which would set bits of flat pictures by chance.
    private const float Noise = 0.5f;

    // The lowest frequencies of the orthonormal DCT-II: a row a frequency.
    private static readonly float[] Cosines =
        [.. from k in Enumerable.Range(0, Kept) from x in Enumerable.Range(0, Edge) select (float)(Math.Sqrt((k == 0 ? 1.0 : 2.0) / Edge) * Math.Cos(Math.PI * k * (2 * x + 1) / (2 * Edge)))];

    // How much of a cell of the small picture a pixel column (or row) fills.
    private readonly record struct Share(int Pixel, int Cell, float Part);

    /// <summary>The hash of a picture.</summary>
    /// <param name="rgb">sRGB, three bytes a pixel, row by row.</param>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <returns>
    /// 63 bits, the highest always 0: one for each of the 8 × 8 lowest frequencies but the constant, set where it is above their
    /// median. 0 for a flat picture, which looks like every other flat one.
    /// </returns>
    /// <exception cref="ArgumentException">The pixels are not width × height × 3 bytes.</exception>
    public static ulong Of(ReadOnlySpan<byte> rgb, int width, int height)
    {
        MainColours.CheckSize(rgb, width, height);
        var waves = Transform(Shrink(rgb, width, height)).AsSpan(1);
        var sorted = waves.ToArray();
        Array.Sort(sorted);
        var (threshold, hash) = (sorted[sorted.Length / 2] + Noise, 0UL);
        for (var i = 0; i < waves.Length; i++) hash |= waves[i] > threshold ? 1UL << i : 0;
        return hash;
    }

    /// <summary>In how many bits two hashes differ (Hamming 1950).</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    // 32 × 32 means over equal areas of the luma of ITU-R BT.601.
    private static float[] Shrink(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var (small, row, columns, done) = (new float[Edge * Edge], new float[Edge], Shares(width), -1);
        foreach (var (y, cell, part) in Shares(height))
        {
            if (y != done)
            {
                Array.Clear(row);
                var pixels = rgb.Slice(3 * y * width, 3 * width);
                foreach (var column in columns)
                {
                    var pixel = pixels.Slice(3 * column.Pixel, 3);
                    row[column.Cell] += column.Part * (0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2]);
                }

                done = y;
            }

            var into = small.AsSpan(cell * Edge, Edge);
            TensorPrimitives.MultiplyAdd(row, part, into, into);
        }

        return small;
    }

    // Pixels and cells as pieces of one line of length × 32 units; a pixel on a border is shared by both sides.
    private static List<Share> Shares(int length)
    {
        var shares = new List<Share>(length + Edge);
        for (long start = 0, end, total = (long)length * Edge; start < total; start = end)
        {
            var (pixel, cell) = (start / Edge, start / length);
            end = Math.Min((pixel + 1) * Edge, (cell + 1) * length);
            shares.Add(new((int)pixel, (int)cell, (float)(end - start) / length));
        }

        return shares;
    }

    private static float[] Transform(ReadOnlySpan<float> small)
    {
        var (across, both) = (new float[Kept * Edge], new float[Kept * Kept]);
        for (var i = 0; i < across.Length; i++) across[i] = TensorPrimitives.Dot(Cosines.AsSpan(i / Edge * Edge, Edge), small.Slice(i % Edge * Edge, Edge));
        // Row by row of vertical frequencies.
        for (var i = 0; i < both.Length; i++) both[i] = TensorPrimitives.Dot(Cosines.AsSpan(i / Kept * Edge, Edge), across.AsSpan(i % Kept * Edge, Edge));
        return both;
    }
}
