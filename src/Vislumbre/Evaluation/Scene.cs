using Vislumbre.Sources;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Photos and captions as one method sees them: a model by embeddings, the baseline by colours.</summary>
/// <param name="rows">The captions.</param>
/// <param name="pairs">The contrasts.</param>
/// <param name="place">The photos' rows by file.</param>
/// <param name="photos">A row for each photo.</param>
/// <param name="captions">A row for each caption, then one for each contrast.</param>
/// <param name="similarity">How rows are compared.</param>
/// <param name="options">How it is measured.</param>
internal sealed class Scene(
    List<CaptionRow> rows, List<ContrastRow> pairs, Dictionary<string, int> place, EmbeddingMatrix photos, EmbeddingMatrix captions, Similarity similarity, RetrievalOptions options)
{
    /// <summary>Measures retrieval among some captions and the photos that have one of them.</summary>
    public RetrievalReport Retrieve(IReadOnlyList<int> chosen, CancellationToken cancellationToken)
    {
        var gallery = chosen.Select(row => place[rows[row].File]).Distinct().Order().ToList();
        var placeInGallery = gallery.Select((photo, i) => (photo, i)).ToDictionary(pair => pair.photo, pair => pair.i);
        return RetrievalMetrics.Measure(
            photos.Take(gallery), captions.Take(chosen), [.. chosen.Select(row => placeInGallery[place[rows[row].File]])], similarity, options, cancellationToken);
    }

    /// <summary>Measures the contrasts.</summary>
    public IReadOnlyList<ContrastReport> Contrast() => ContrastReport.Measure(pairs, Scores(pair => pair.Right), Scores(pair => pair.Wrong));

    private float[] Scores(Func<ContrastRow, string> file) =>
        [.. pairs.Select((pair, i) => similarity(captions.Row(rows.Count + i), photos.Row(place[file(pair)])))];
}
