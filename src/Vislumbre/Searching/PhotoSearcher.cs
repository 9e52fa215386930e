using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Searching;

/// <summary>Finds the photos of a library that are nearest to words or pictures. Thread-safe.</summary>
public sealed class PhotoSearcher
{
    /// <summary>The most answers that can be asked for.</summary>
    public const int MaximumCount = 1000;

    private readonly PhotoLibrary _library;
    private readonly DualEncoder _encoder;

    /// <summary>Makes one for a library and the model that it was made with.</summary>
    /// <exception cref="LibraryException">The library is of another model.</exception>
    public PhotoSearcher(PhotoLibrary library, DualEncoder encoder)
    {
        library.Catalog.CheckModel(encoder.Model.Identity);
        (_library, _encoder) = (library, encoder);
    }

    /// <summary>Answers a query.</summary>
    /// <exception cref="SearchException">There is nothing to search for, or too many answers are asked for.</exception>
    /// <exception cref="Imaging.PhotoException">The query's picture cannot be read.</exception>
    public Task<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        Task.Run(() => Search(query, cancellationToken), cancellationToken);

    private SearchResult Search(SearchQuery query, CancellationToken cancellationToken)
    {
        if (query.Count is < 1 or > MaximumCount)
        {
            throw new SearchException(Language.Say(
                $"{query.Count} answers were asked for; from 1 to {MaximumCount} can be had.", $"Foram pedidas {query.Count} respostas; pode-se ter de 1 a {MaximumCount}."));
        }

        var clock = Stopwatch.StartNew();
        var asked = Ask(query);
        var embedding = Embed(asked);
        var encoded = clock.Elapsed;
        var among = query.Expression?.Filter is { } filter ? new IdSet(_library.Catalog.Match(filter)) : null;
        var (neighbours, searched) = embedding is null ? (_library.Catalog.Newest(query.Count, among!.Contains).Select(photo => new Neighbour(photo.Id, 0)).ToList(), among.Count) : Nearest(embedding, query.Count, asked, among, cancellationToken);
        var photos = _library.Catalog.Find([.. neighbours.Select(neighbour => neighbour.Id)]);
        var details = _library.Catalog.Details.Find([.. photos.Values.Select(photo => photo.DetailId).OfType<long>()]);
        // A photo that went missing since the index was made is not shown.
        var hits = neighbours.Where(neighbour => photos.GetValueOrDefault(neighbour.Id)?.Status == PhotoStatus.Indexed)
            .Select((neighbour, at) => new SearchHit(at + 1, neighbour.Score, photos[neighbour.Id], details.GetValueOrDefault(photos[neighbour.Id].DetailId ?? 0))).ToList();
        return new SearchResult(hits, searched, encoded, clock.Elapsed - encoded);
    }

    private (List<Neighbour> Neighbours, long Searched) Nearest(float[] embedding, int count, List<Part> asked, IdSet? among, CancellationToken cancellationToken)
    {
        // A photo that is asked with is its own nearest, and no answer.
        var own = asked.Where(part => part.Photo is not null).Select(part => part.Photo!.Value).ToHashSet();
        var index = _library.Vectors.Current(embedding.Length);
        var neighbours = index.Search(embedding, count + own.Count, among, cancellationToken).Where(neighbour => !own.Contains(neighbour.Id)).Take(count).ToList();
        return (neighbours, among?.Count ?? index.Count);
    }

    private List<Part> Ask(SearchQuery query)
    {
        var parts = new List<Part>();
        if (!string.IsNullOrWhiteSpace(query.Text)) parts.Add(new Part(_encoder.Text.Encode(query.Text.Trim())));
        if (query.Picture is { } picture) parts.Add(new Part(_encoder.Image.Encode(picture)));
        if (query.PictureEmbedding is { } known) parts.Add(new Part([.. known]));
        if (query.LikePhoto is { } id) parts.Add(Photo(id, 1));
        foreach (var term in query.Expression?.Terms ?? []) parts.Add(new Part(_encoder.Text.Encode(term.Text), term.Weight));
        foreach (var like in query.Expression?.Likes ?? []) parts.Add(Photo(Number(like.Photo), like.Weight));
        if (parts.Count > 0 || query.Expression?.Filter is not null) return parts;
        throw new SearchException(Language.Say("There is nothing to search for: give some words or a picture.", "Não há o que buscar: dê algumas palavras ou uma imagem."));
    }

    /// <summary>The query as one unit vector: the weighted sum of its parts' (words and pictures live in one space). Null for a condition alone.</summary>
    private static float[]? Embed(List<Part> parts)
    {
        if (parts.Count == 0) return null;
        var sum = new float[parts[0].Vector.Length];
        foreach (var part in parts) TensorPrimitives.MultiplyAdd(part.Vector, (float)part.Weight, sum, sum);
        if (TensorPrimitives.Norm<float>(sum) > 1e-6f)
        {
            UnitVectors.Normalize(sum);
            return sum;
        }

        throw new SearchException(Language.Say("What is searched for and what is pushed away are the same.", "O que se busca e o que se afasta são a mesma coisa."));
    }

    private Part Photo(long id, double weight) => new(_library.Catalog.Embedding(id) ?? throw NotFound(id), weight, id);

    private long Number(string photo)
    {
        if (long.TryParse(photo, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && _library.Catalog.Find(id) is not null) return id;
        if (_library.Catalog.Details.FindKey(photo) is { } details && _library.Catalog.FindDetailed(details.Id) is { } called) return called.Id;
        throw new LibraryException(LibraryFault.NotFound, Language.Say($"No photo {photo} in {_library.Folder.Path}.", $"Nenhuma foto {photo} em {_library.Folder.Path}."));
    }

    private LibraryException NotFound(long id) => new(LibraryFault.NotFound, Language.Say(
        $"No photo {id} with an embedding in {_library.Folder.Path}.", $"Nenhuma foto {id} com embedding em {_library.Folder.Path}."));

    private sealed record Part(float[] Vector, double Weight = 1, long? Photo = null);
}
