using System.Numerics.Tensors;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Indexing;

namespace Vislumbre.Searching;

/// <summary>Tells why photos answer a query: how near they are, where in them it is seen, which of its words are said of them. Thread-safe.</summary>
public sealed class HitExplainer
{
    private readonly PhotoLibrary _library;
    private readonly DualEncoder _encoder;
    private readonly PhotoSearcher _searcher;
    private readonly Lazy<float[][]> _background;

    /// <summary>Makes one for a library and the model that it was made with.</summary>
    /// <param name="library">The library.</param>
    /// <param name="encoder">Its model.</param>
    /// <param name="searcher">What searches it, so that words are understood once for both; null for one of its own.</param>
    /// <exception cref="LibraryException">The library is of another model.</exception>
    public HitExplainer(PhotoLibrary library, DualEncoder encoder, PhotoSearcher? searcher = null)
    {
        (_library, _encoder) = (library, encoder);
        _searcher = searcher ?? new PhotoSearcher(library, encoder);
        _background = new Lazy<float[][]>(() => encoder.Text.Encode([.. Background]));
    }

    /// <summary>Phrases that are true of any photo: their heat is taken from a query's (docs/searching.md says what that gains).</summary>
    internal static IReadOnlyList<string> Background { get; } = ["a photo", "a picture", "a place", "a day", "the background", "the sky", "the ground"];

    /// <summary>Explains a photo.</summary>
    /// <param name="photo">The photo's number.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="cancellationToken">Cancels before the photo is read.</param>
    /// <exception cref="LibraryException">There is no such photo.</exception>
    /// <exception cref="SearchException">There is nothing to search for.</exception>
    public async Task<Explanation> ExplainAsync(long photo, SearchQuery query, CancellationToken cancellationToken = default) =>
        (await ExplainAsync([photo], query, cancellationToken))[0];

    /// <summary>Explains photos, such as a search's hits; the query is encoded once.</summary>
    /// <returns>An explanation for each, in order.</returns>
    /// <inheritdoc cref="ExplainAsync(long, SearchQuery, CancellationToken)"/>
    public Task<IReadOnlyList<Explanation>> ExplainAsync(IReadOnlyList<long> photos, SearchQuery query, CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<Explanation>>(() =>
        {
            var embedding = _searcher.Embed(query);
            var explanations = new List<Explanation>(photos.Count);
            foreach (var id in photos)
            {
                cancellationToken.ThrowIfCancellationRequested();
                explanations.Add(Explain(id, query, embedding));
            }

            return explanations;
        }, cancellationToken);

    private Explanation Explain(long id, SearchQuery query, float[]? embedding)
    {
        var photo = _library.Catalog.Find(id) ?? throw new LibraryException(LibraryFault.NotFound, Language.Say($"There is no photo {id}.", $"Não há foto {id}."));
        float? score = embedding is not null && _library.Catalog.Embeddings.Find(id) is { } known ? TensorPrimitives.Dot<float>(embedding, known) : null;
        var words = _library.Catalog.Words.Said(photo, query.Phrases);
        var (heat, reason) = Heat(photo, embedding);
        return new Explanation(photo, score, words, heat, reason);
    }

    private (HeatMap? Heat, string? Reason) Heat(PhotoRecord photo, float[]? embedding)
    {
        if (embedding is null) return (null, Language.Say("Only conditions were asked, which are not seen in a picture.", "Só se pediram condições, que não se veem numa imagem."));
        if (photo.IsRemote) return (null, Language.Say("The picture is not here, only its address.", "A imagem não está aqui, só o seu endereço."));
        if (!File.Exists(photo.Path)) return (null, Language.Say("The picture's file is not here any more.", "O arquivo da imagem não está mais aqui."));
        if (_encoder.Model.PatchTower is null) return (null, PatchEncoder.WhyNone(_encoder.Model));
        try
        {
            return (HeatMap.Of(_encoder.Patches.Encode(PhotoSource.FromFile(photo.Path)), embedding, _background.Value), null);
        }
        catch (PhotoException e)
        {
            return (null, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Language.Say("The picture's file cannot be read.", "O arquivo da imagem não pode ser lido."));
        }
    }
}
