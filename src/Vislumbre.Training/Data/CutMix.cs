namespace Vislumbre.Training.Data;

/// <summary>
/// Lays a square of another photo of the batch over a photo, which then shows both by their areas (Yun et al. 2019): where photos are
/// few, it keeps the image tower from knowing them by heart.
/// </summary>
internal static class CutMix
{
    /// <summary>Mixes photos of a batch, each with the given probability.</summary>
    /// <param name="pixels">N × 3 × edge × edge.</param>
    /// <param name="truth">N × N: how far text j is true of image i; the rows of mixed photos are mixed.</param>
    /// <param name="edge">A photo's edge.</param>
    /// <param name="probability">The share of the photos that are mixed.</param>
    /// <param name="random">Where and with which.</param>
    public static void Apply(float[] pixels, float[] truth, int edge, double probability, Random random)
    {
        var (photo, count) = (3 * edge * edge, pixels.Length / (3 * edge * edge));
        // What is laid over is taken from photos as they were.
        var (whole, was) = (pixels.ToArray(), truth.ToArray());
        for (var i = 0; i < count; i++)
        {
            if (random.NextDouble() >= probability) continue;
            var other = random.Next(count);
            var side = (int)(Math.Sqrt(random.NextDouble()) * edge);
            var (left, top) = (random.Next(edge - side + 1), random.Next(edge - side + 1));
            for (var row = 0; row < 3 * side; row++)
            {
                var at = row / side * edge * edge + (top + row % side) * edge + left;
                whole.AsSpan(other * photo + at, side).CopyTo(pixels.AsSpan(i * photo + at, side));
            }

            var share = (float)(side * side) / (edge * edge);
            for (var j = 0; j < count; j++) truth[i * count + j] = (1 - share) * was[i * count + j] + share * was[other * count + j];
        }
    }
}
