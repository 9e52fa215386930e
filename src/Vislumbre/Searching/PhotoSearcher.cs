using System.Diagnostics;
using System.Numerics.Tensors;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;

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
        var embedding = Embed(query);
        var encoded = clock.Elapsed;
        var index = _library.Vectors.Current(embedding.Length);
        var neighbours = index.Search(embedding, query.LikePhoto is null ? query.Count : query.Count + 1, cancellationToken)
            .Where(neighbour => neighbour.Id != query.LikePhoto).Take(query.Count).ToList();
        var photos = _library.Catalog.Find([.. neighbours.Select(neighbour => neighbour.Id)]);
        var details = _library.Catalog.Details.Find([.. photos.Values.Select(photo => photo.DetailId).OfType<long>()]);
        // A photo that went missing since the index was made is not shown.
        var hits = neighbours.Where(neighbour => photos.GetValueOrDefault(neighbour.Id)?.Status == PhotoStatus.Indexed)
            .Select((neighbour, at) => new SearchHit(at + 1, neighbour.Score, photos[neighbour.Id], details.GetValueOrDefault(photos[neighbour.Id].DetailId ?? 0))).ToList();
        return new SearchResult(hits, index.Count, encoded, clock.Elapsed - encoded);
    }

    /// <summary>The query as one unit vector: the sum of its parts' (words and pictures live in one space).</summary>
    private float[] Embed(SearchQuery query)
    {
        var parts = new List<float[]>();
        if (!string.IsNullOrWhiteSpace(query.Text)) parts.Add(_encoder.Text.Encode(query.Text.Trim()));
        if (query.Picture is { } picture) parts.Add(_encoder.Image.Encode(picture));
        if (query.PictureEmbedding is { } known) parts.Add([.. known]);
        if (query.LikePhoto is { } id) parts.Add(_library.Catalog.Embedding(id) ?? throw NotFound(id));
        if (parts.Count == 0)
        {
            throw new SearchException(Language.Say(
                "There is nothing to search for: give some words or a picture.", "Não há o que buscar: dê algumas palavras ou uma imagem."));
        }

        var sum = parts[0];
        foreach (var part in parts.Skip(1)) TensorPrimitives.Add(sum, part, sum);
        UnitVectors.Normalize(sum);
        return sum;
    }

    private LibraryException NotFound(long id) => new(LibraryFault.NotFound, Language.Say(
        $"No photo {id} with an embedding in {_library.Folder.Path}.", $"Nenhuma foto {id} com embedding em {_library.Folder.Path}."));
}
