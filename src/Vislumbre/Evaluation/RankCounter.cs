using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>
/// Counts, for each caption and its photo, what a ranking puts before the right answer; equal scores are before it. Scores are made
/// a tile at a time and never kept: memory grows with photos + captions, not with their product.
/// </summary>
internal sealed class RankCounter
{
    // A tile of both sides stays in the second-level cache: 64 × 512 floats are 128 kB.
    private const int Tile = 64;

    private readonly EmbeddingMatrix _photos;
    private readonly EmbeddingMatrix _captions;
    private readonly IReadOnlyList<int> _photoOfCaption;
    private readonly Similarity _similarity;
    private readonly float[] _rightScores;
    private readonly int[][] _ownCaptions;
    private readonly int[] _photosBefore;
    private readonly int[] _captionsBefore;

    private RankCounter(EmbeddingMatrix photos, EmbeddingMatrix captions, IReadOnlyList<int> photoOfCaption, Similarity similarity)
    {
        (_photos, _captions, _photoOfCaption, _similarity) = (photos, captions, photoOfCaption, similarity);
        _rightScores = new float[captions.Count];
        Parallel.For(0, captions.Count, caption => _rightScores[caption] = similarity(captions.Row(caption), photos.Row(photoOfCaption[caption])));
        var own = new List<int>?[photos.Count];
        for (var caption = 0; caption < captions.Count; caption++) (own[photoOfCaption[caption]] ??= []).Add(caption);
        // Best first; not a number is worst.
        _ownCaptions = Array.ConvertAll(own, list => list is null ? [] : list.OrderByDescending(caption => _rightScores[caption]).ToArray());
        _photosBefore = new int[captions.Count];
        _captionsBefore = new int[captions.Count];
    }

    /// <summary>Counts.</summary>
    /// <returns>
    /// For each caption the photos before its own; each photo's captions, best first; and for each caption the captions of other
    /// photos that come before it when its photo is the query.
    /// </returns>
    public static (int[] PhotosBefore, int[][] OwnCaptions, int[] CaptionsBefore) Count(
        EmbeddingMatrix photos, EmbeddingMatrix captions, IReadOnlyList<int> photoOfCaption, Similarity similarity, CancellationToken cancellationToken)
    {
        var counter = new RankCounter(photos, captions, photoOfCaption, similarity);
        counter.Run(cancellationToken);
        return (counter._photosBefore, counter._ownCaptions, counter._captionsBefore);
    }

    private void Run(CancellationToken cancellationToken)
    {
        var blocks = (_captions.Count + Tile - 1) / Tile;
        Parallel.For(
            0, blocks, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new int[_captions.Count],
            (block, _, before) =>
            {
                CountBlock(block * Tile, Math.Min((block + 1) * Tile, _captions.Count), before);
                return before;
            },
            before =>
            {
                lock (_captionsBefore)
                {
                    for (var i = 0; i < before.Length; i++) _captionsBefore[i] += before[i];
                }
            });

        // Each pair was counted at the best caption it comes before; it comes before all lower ones too.
        foreach (var own in _ownCaptions)
        {
            for (var i = 1; i < own.Length; i++) _captionsBefore[own[i]] += _captionsBefore[own[i - 1]];
        }
    }

    private void CountBlock(int from, int to, int[] captionsBefore)
    {
        var rows = _photos.Values.Span;
        var dimension = _photos.Dimension;
        for (var first = 0; first < _photos.Count; first += Tile)
        {
            var last = Math.Min(first + Tile, _photos.Count);
            for (var caption = from; caption < to; caption++)
            {
                var row = _captions.Row(caption);
                var (right, mine) = (_rightScores[caption], _photoOfCaption[caption]);
                for (var photo = first; photo < last; photo++)
                {
                    if (photo == mine) continue;
                    var score = _similarity(row, rows.Slice(photo * dimension, dimension));
                    // Written so that a score that is not a number is no credit to anyone.
                    if (!(score < right)) _photosBefore[caption]++;
                    var own = _ownCaptions[photo];
                    var at = own.Length;
                    while (at > 0 && !(score < _rightScores[own[at - 1]])) at--;
                    if (at < own.Length) captionsBefore[own[at]]++;
                }
            }
        }
    }
}
