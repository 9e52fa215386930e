namespace Vislumbre.Evaluation;

/// <summary>Measures how well the names of classes find photos, of which many are right for each.</summary>
public static class ClassRetrieval
{
    private const int NdcgDepth = 10;

    /// <summary>Measures. Equal scores count against the right answer.</summary>
    /// <param name="scores">Photos × classes, row-major.</param>
    /// <param name="classOfPhoto">Each photo's class; every class has at least one photo.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="options">Depths and bootstrap, over classes.</param>
    /// <returns>Each class is a query. Recall at k is the mean share that the first k are of what k can be: of min(k, photos of the class); the rank is the first right photo's.</returns>
    public static RetrievalDirection Measure(ReadOnlyMemory<float> scores, IReadOnlyList<int> classOfPhoto, int classes, RetrievalOptions? options = null)
    {
        options ??= new RetrievalOptions();
        var rights = Enumerable.Range(0, classes).Select(one => Rights(scores.Span, classOfPhoto, one, classes)).ToList();
        double Share(bool[] right, int k) => (double)right.Take(k).Count(own => own) / Math.Min(k, right.Count(own => own));
        var ranks = rights.ConvertAll(right => Array.IndexOf(right, true) + 1);
        var means = Bootstrap.Means([.. rights.Select((right, at) => options.Depths.Select(k => Share(right, k)).Append(1.0 / ranks[at]).ToArray())], [.. rights.Select(_ => 1)], options.Resamples, options.Seed);
        var sorted = ranks.Order().ToList();
        return new RetrievalDirection
        {
            Queries = classes,
            Recalls = [.. options.Depths.Select((k, i) => new RecallAt(k, means[i], rights.Average(right => Math.Min(k, right.Length) * (double)right.Count(own => own) / right.Length / Math.Min(k, right.Count(own => own)))))],
            MedianRank = (sorted[(classes - 1) / 2] + sorted[classes / 2]) / 2.0,
            MeanReciprocalRank = means[^1],
            NdcgAt10 = rights.Average(Ndcg),
        };
    }

    // Whether the photo at each rank is of the class.
    private static bool[] Rights(ReadOnlySpan<float> scores, IReadOnlyList<int> classOfPhoto, int one, int classes)
    {
        var ranked = new (float Score, bool IsRight)[classOfPhoto.Count];
        for (var photo = 0; photo < ranked.Length; photo++) ranked[photo] = (scores[photo * classes + one], classOfPhoto[photo] == one);
        return [.. ranked.OrderByDescending(photo => photo.Score).ThenBy(photo => photo.IsRight).Select(photo => photo.IsRight)];
    }

    private static double Ndcg(bool[] right)
    {
        static double Gain(int at) => 1 / Math.Log2(2 + at);
        return Enumerable.Range(0, Math.Min(NdcgDepth, right.Length)).Where(at => right[at]).Sum(Gain) / Enumerable.Range(0, Math.Min(NdcgDepth, right.Count(own => own))).Sum(Gain);
    }
}
