namespace Vislumbre.Evaluation;

/// <summary>Confidence intervals by resampling (Efron 1979; the percentile method).</summary>
internal static class Bootstrap
{
    private const double Tail = 0.025;

    /// <summary>Gives a mean of each measure with its interval. Clusters are drawn whole, since the captions of one photo are not independent.</summary>
    /// <param name="clusters">For each cluster the sum of each measure over its queries.</param>
    /// <param name="queries">For each cluster how many queries it has, at least 1.</param>
    /// <param name="resamples">How often to draw.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static Estimate[] Means(IReadOnlyList<double[]> clusters, IReadOnlyList<int> queries, int resamples, int seed)
    {
        var measures = clusters[0].Length;
        var draws = Array.ConvertAll(new int[measures], _ => new double[resamples]);
        // Each resample has a generator of its own, so that the result does not depend on how many cores share the work.
        Parallel.For(0, resamples, resample =>
        {
            var random = new Random(unchecked(seed * 1_000_003 + resample));
            Span<double> sums = stackalloc double[measures];
            long count = 0;
            for (var i = 0; i < clusters.Count; i++)
            {
                var drawn = random.Next(clusters.Count);
                count += queries[drawn];
                for (var measure = 0; measure < measures; measure++) sums[measure] += clusters[drawn][measure];
            }

            for (var measure = 0; measure < measures; measure++) draws[measure][resample] = sums[measure] / count;
        });

        var total = queries.Sum(count => (long)count);
        return [.. draws.Select((values, measure) =>
        {
            Array.Sort(values);
            return new Estimate(clusters.Sum(cluster => cluster[measure]) / total, Percentile(values, Tail), Percentile(values, 1 - Tail));
        })];
    }

    // Between neighbours in a straight line.
    private static double Percentile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
