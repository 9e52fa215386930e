using System.Numerics.Tensors;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>
/// Measures retrieval between photos and captions as the literature does where a photo has several captions (Karpathy and Fei-Fei 2015;
/// Radford et al. 2021): recall at k, median rank, mean reciprocal rank, nDCG.
/// </summary>
/// <remarks>Equal scores count as before the right answer, so that a model that says the same of everything gets no credit.</remarks>
public static class RetrievalMetrics
{
    private const int NdcgDepth = 10;

    /// <summary>Measures both directions, comparing every caption with every photo.</summary>
    /// <param name="photos">The photos' embeddings, unit length; those without captions are in the gallery only.</param>
    /// <param name="captions">The captions' embeddings, unit length, of the same dimension; at least one.</param>
    /// <param name="photoOfCaption">For each caption the row of its photo.</param>
    /// <param name="options">Depths and bootstrap.</param>
    /// <exception cref="ArgumentException">The dimensions differ, there is no caption, or one has no such photo.</exception>
    public static RetrievalReport Measure(EmbeddingMatrix photos, EmbeddingMatrix captions, IReadOnlyList<int> photoOfCaption, RetrievalOptions? options = null) =>
        Measure(photos, captions, photoOfCaption, TensorPrimitives.Dot, options ?? new RetrievalOptions(), CancellationToken.None);

    /// <summary>The same by any similarity of rows.</summary>
    internal static RetrievalReport Measure(
        EmbeddingMatrix photos, EmbeddingMatrix captions, IReadOnlyList<int> photoOfCaption, Similarity similarity, RetrievalOptions options, CancellationToken cancellationToken)
    {
        if (photos.Dimension != captions.Dimension)
            throw new ArgumentException($"Photos have {photos.Dimension} numbers a row, captions {captions.Dimension}.", nameof(captions));
        if (captions.Count == 0) throw new ArgumentException("There are no captions.", nameof(captions));
        if (photoOfCaption.Count != captions.Count || photoOfCaption.Any(photo => photo < 0 || photo >= photos.Count))
            throw new ArgumentException($"Each of the {captions.Count} captions needs a row from 0 to {photos.Count - 1}.", nameof(photoOfCaption));

        var (photosBefore, ownCaptions, captionsBefore) = RankCounter.Count(photos, captions, photoOfCaption, similarity, cancellationToken);
        var described = ownCaptions.Where(own => own.Length > 0).ToList();
        return new RetrievalReport
        {
            Photos = photos.Count,
            Captions = captions.Count,
            TextToImage = Direction(
                [.. described.Select(own => own.Select(caption => new QueryResult(photosBefore[caption] + 1, Gain(photosBefore[caption] + 1))).ToArray())],
                options, k => Math.Min(1.0, (double)k / photos.Count)),
            ImageToText = Direction(
                [.. described.Select(own => new[] { OfPhoto(own, captionsBefore) })],
                options, k => described.Average(own => ChanceOfAny(captions.Count, own.Length, k))),
        };
    }

    // The i-th best of a photo's own captions stands behind the other photos' captions that beat it and behind i of its own.
    private static QueryResult OfPhoto(int[] own, int[] captionsBefore)
    {
        var found = own.Select((caption, i) => Gain(captionsBefore[caption] + i + 1)).Sum();
        var ideal = Enumerable.Range(1, Math.Min(own.Length, NdcgDepth)).Sum(Gain);
        return new QueryResult(captionsBefore[own[0]] + 1, found / ideal);
    }

    private static RetrievalDirection Direction(QueryResult[][] byPhoto, RetrievalOptions options, Func<int, double> chance)
    {
        var results = byPhoto.SelectMany(queries => queries).ToList();
        var sums = Array.ConvertAll(byPhoto, queries => options.Depths.Select(k => (double)queries.Count(query => query.Rank <= k))
            .Append(queries.Sum(query => 1.0 / query.Rank)).ToArray());
        var means = Bootstrap.Means(sums, Array.ConvertAll(byPhoto, queries => queries.Length), options.Resamples, options.Seed);
        return new RetrievalDirection
        {
            Queries = results.Count,
            Recalls = [.. options.Depths.Select((k, i) => new RecallAt(k, means[i], chance(k)))],
            MeanReciprocalRank = means[^1],
            MedianRank = Median([.. results.Select(query => query.Rank)]),
            NdcgAt10 = results.Average(query => query.Ndcg),
        };
    }

    private static double Gain(int rank) => rank <= NdcgDepth ? 1 / Math.Log2(1 + rank) : 0;

    private static double Median(int[] ranks)
    {
        Array.Sort(ranks);
        return (ranks[(ranks.Length - 1) / 2] + ranks[ranks.Length / 2]) / 2.0;
    }

    // 1 − C(all − own, k) / C(all, k): that k drawn at random hold at least one of one's own.
    private static double ChanceOfAny(int all, int own, int k)
    {
        var none = 1.0;
        for (var i = 0; i < Math.Min(k, all); i++) none *= Math.Max(0.0, all - own - i) / (all - i);
        return 1 - none;
    }

    private readonly record struct QueryResult(int Rank, double Ndcg);
}
