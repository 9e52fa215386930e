using System.Numerics;

namespace Vislumbre.Imaging;

/// <summary>The few colours that a picture mostly has.</summary>
public static class MainColours
{
    /// <summary>How many there are at most.</summary>
    public const int Most = 5;

    private const int Samples = 2_500, Seeds = 8, Rounds = 12;
    private const float LeastCoverage = 0.02f, SameColour = 0.06f;

    // Colours (L, a, b, –) with the number of sampled pixels.
    private readonly record struct Group(Vector4 Mean, float Weight)
    {
        public static Group operator +(Group x, Group y) => new((x.Mean * x.Weight + y.Mean * y.Weight) / (x.Weight + y.Weight), x.Weight + y.Weight);

        // By how much the squared error grows when both become one (Ward 1963).
        public static float Cost(Group x, Group y) => x.Weight * y.Weight / (x.Weight + y.Weight) * Vector4.DistanceSquared(x.Mean, y.Mean);
    }

    /// <summary>
    /// Finds them by k-means in OKLab (Lloyd 1982) over a regular grid of pixels. Nothing is drawn by lot, and only the pixels
    /// count, not where they lie.
    /// </summary>
    /// <param name="rgb">sRGB, three bytes a pixel, row by row.</param>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <returns>One to five colours, the largest coverage first, none below 2 % or within 0.06 of another.</returns>
    /// <exception cref="ArgumentException">The pixels are not width × height × 3 bytes.</exception>
    public static IReadOnlyList<MainColour> Of(ReadOnlySpan<byte> rgb, int width, int height)
    {
        CheckSize(rgb, width, height);
        var codes = Sample(rgb, width, height);
        var colours = Histogram(codes);
        var means = Cluster(colours);
        MergeAlike(means);
        means.RemoveAll(mean => mean.Weight < LeastCoverage * codes.Length);
        MergeWhile(means, Group.Cost, _ => means.Count > Most);
        MergeAlike(means);
        return [.. means.OrderByDescending(mean => mean.Weight).ThenBy(mean => mean.Mean.X)
            .Select(mean => new MainColour(mean.Mean.X, mean.Mean.Y, mean.Mean.Z, mean.Weight / codes.Length))];
    }

    internal static void CheckSize(ReadOnlySpan<byte> rgb, int width, int height)
    {
        if (width < 1 || height < 1 || rgb.Length != 3L * width * height)
            throw new ArgumentException($"{rgb.Length} bytes are no picture of {width} × {height} pixels with 3 bytes each.", nameof(rgb));
    }

    // The middles of the cells of a grid, as 5 high bits a channel followed by the 3 low ones, sorted: neighbours are alike.
    private static int[] Sample(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var cell = Math.Max(1, Math.Sqrt((double)width * height / Samples));
        var columns = Math.Clamp((int)(width / cell), 1, Math.Min(width, Samples));
        var rows = Math.Min(height, Samples / columns);
        var codes = new int[columns * rows];
        for (var i = 0; i < codes.Length; i++)
        {
            var (x, y) = ((2L * (i % columns) + 1) * width / (2 * columns), (2L * (i / columns) + 1) * height / (2 * rows));
            var pixel = rgb.Slice((int)(3 * (y * width + x)), 3);
            codes[i] = pixel[0] >> 3 << 19 | pixel[1] >> 3 << 14 | pixel[2] >> 3 << 9 | (pixel[0] & 7) << 6 | (pixel[1] & 7) << 3 | pixel[2] & 7;
        }

        Array.Sort(codes);
        return codes;
    }

    private static List<Group> Histogram(int[] codes)
    {
        var groups = new List<Group>();
        for (int start = 0, end; start < codes.Length; start = end)
        {
            var sum = Vector4.Zero;
            for (end = start; end < codes.Length && codes[end] >> 9 == codes[start] >> 9; end++) sum += Decode(codes[end]);
            groups.Add(new(sum / (end - start), end - start));
        }

        return groups;
    }

    private static Vector4 Decode(int code)
    {
        var (l, a, b) = OkLab.FromSrgb((byte)(code >> 19 << 3 | code >> 6 & 7), (byte)((code >> 14 & 31) << 3 | code >> 3 & 7), (byte)((code >> 9 & 31) << 3 | code & 7));
        return new(l, a, b, 0);
    }

    private static List<Group> Cluster(List<Group> colours)
    {
        var means = Seed(colours);
        for (var (round, hasMoved) = (0, true); hasMoved && round < Rounds; round++)
        {
            var (sums, weights) = (new Vector4[means.Count], new float[means.Count]);
            foreach (var colour in colours)
            {
                var nearest = 0;
                for (var (i, least) = (0, float.MaxValue); i < means.Count; i++)
                {
                    if (Vector4.DistanceSquared(means[i].Mean, colour.Mean) is var distance && distance < least) (nearest, least) = (i, distance);
                }

                sums[nearest] += colour.Mean * colour.Weight;
                weights[nearest] += colour.Weight;
            }

            var moved = means.Select((mean, i) => weights[i] > 0 ? new Group(sums[i] / weights[i], weights[i]) : mean with { Weight = 0 }).ToList();
            (hasMoved, means) = (!moved.SequenceEqual(means), moved);
        }

        return means.FindAll(mean => mean.Weight > 0);
    }

    // The commonest colour, then each time the one that adds most to the squared error: far from all seeds, and not rare.
    private static List<Group> Seed(List<Group> colours)
    {
        var seeds = new List<Group> { colours.MaxBy(colour => colour.Weight) };
        var errors = colours.Select(colour => colour.Weight * Vector4.DistanceSquared(colour.Mean, seeds[0].Mean)).ToArray();
        while (seeds.Count < Seeds && Array.IndexOf(errors, errors.Max()) is var worst && errors[worst] > 0)
        {
            seeds.Add(colours[worst]);
            for (var i = 0; i < errors.Length; i++) errors[i] = Math.Min(errors[i], colours[i].Weight * Vector4.DistanceSquared(colours[i].Mean, seeds[^1].Mean));
        }

        return seeds;
    }

    private static void MergeAlike(List<Group> means) =>
        MergeWhile(means, (x, y) => Vector4.DistanceSquared(x.Mean, y.Mean), cost => cost < SameColour * SameColour);

    private static void MergeWhile(List<Group> means, Func<Group, Group, float> cost, Func<float, bool> isWanted)
    {
        while (means.Count > 1)
        {
            var (i, j) = (from a in Enumerable.Range(0, means.Count) from b in Enumerable.Range(a + 1, means.Count - a - 1) select (a, b)).MinBy(pair => cost(means[pair.a], means[pair.b]));
            if (!isWanted(cost(means[i], means[j]))) return;
            means[i] += means[j];
            means.RemoveAt(j);
        }
    }
}
