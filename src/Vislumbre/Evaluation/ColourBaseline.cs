using Vislumbre.Encoding;
using Vislumbre.Sources;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>
/// Retrieval without any model: a caption stands for the known photo whose caption shares the most words with it, and photos are
/// ranked by how much of their colours they share with that one.
/// </summary>
internal sealed class ColourBaseline
{
    private readonly EmbeddingMatrix _colours;
    private readonly IReadOnlyList<int> _photoOfCaption;
    private readonly CaptionMatcher _matcher;

    private ColourBaseline(EmbeddingMatrix colours, IReadOnlyList<CaptionRow> rows, IReadOnlyList<int> photoOfCaption) =>
        (_colours, _photoOfCaption, _matcher) = (colours, photoOfCaption, new CaptionMatcher(rows));

    /// <summary>Photos that it knows.</summary>
    public int Photos => _colours.Count;

    /// <summary>Learns from photos with captions.</summary>
    /// <param name="table">The captions.</param>
    /// <param name="rows">Those of its rows to learn from.</param>
    /// <param name="encoder">The model whose input size pictures are looked at in.</param>
    /// <param name="batch">Photos between reports.</param>
    /// <param name="failed">Told of photos that cannot be read.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Asked between photos.</param>
    /// <exception cref="EvaluationException">Nothing is left to learn from.</exception>
    public static async Task<ColourBaseline> LearnAsync(
        CaptionTable table, IReadOnlyList<CaptionRow> rows, DualEncoder encoder, int batch, List<EvaluationFailure> failed, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        var files = rows.Select(row => row.File).Distinct(StringComparer.Ordinal).ToList();
        var photos = await PhotoEncoding.ColoursAsync(encoder, [.. files.Select(file => Path.Combine(table.Folder, file))], batch, progress, cancellationToken).ConfigureAwait(false);
        failed.AddRange(photos.Failed);
        if (photos.Good.Length == 0)
            throw new EvaluationException(Language.Say($"The baseline has no photo to learn from in {table.Folder}.", $"A linha de base não tem foto de que aprender em {table.Folder}."));
        var place = photos.Good.Select((at, row) => (files[at], row)).ToDictionary(pair => pair.Item1, pair => pair.row);
        var known = rows.Where(row => place.ContainsKey(row.File)).ToList();
        return new ColourBaseline(photos.Colours!, known, [.. known.Select(row => place[row.File])]);
    }

    /// <summary>Gives each caption the histogram of the photo that stands for it; one without colours, which is like nothing, where no known caption shares a word.</summary>
    public EmbeddingMatrix StandIns(IReadOnlyList<(string? Language, string Caption)> captions, CancellationToken cancellationToken)
    {
        var values = new float[captions.Count * ColourHistogram.Length];
        Parallel.For(0, captions.Count, new ParallelOptions { CancellationToken = cancellationToken }, at =>
        {
            if (_matcher.Best(captions[at].Language, captions[at].Caption) is { } known)
                _colours.Row(_photoOfCaption[known]).CopyTo(values.AsSpan(at * ColourHistogram.Length));
        });
        return new EmbeddingMatrix(values, ColourHistogram.Length);
    }
}
