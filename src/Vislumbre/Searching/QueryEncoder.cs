using System.Numerics.Tensors;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Searching;

/// <summary>Makes of what is asked what photos are compared with: words and pictures live in one space, and add up.</summary>
internal sealed class QueryEncoder(PhotoLibrary library, DualEncoder encoder)
{
    private readonly QueryCache _cache = new(Path.Combine(library.Folder.Vectors, $"{encoder.Model.Identity.Sha256[..12]}.queries"), encoder.Model.Identity.Dimension);

    // Rocchio's weights as they are usual: what was meant tells more than what was not.
    private const double MoreWeight = 0.75, LessWeight = 0.15;

    /// <summary>The embeddings of all that is asked, with their weights; none of a condition alone.</summary>
    /// <exception cref="SearchException">Nothing is asked.</exception>
    /// <exception cref="LibraryException">A photo that is asked with is not there.</exception>
    public IReadOnlyList<QueryPart> Encode(SearchQuery query)
    {
        var parts = new List<QueryPart>();
        if (!string.IsNullOrWhiteSpace(query.Text)) parts.Add(Words(query, query.Text.Trim()));
        if (query.Picture is { } picture) parts.Add(new QueryPart(encoder.Image.Encode(picture)));
        if (query.PictureEmbedding is { } known) parts.Add(new QueryPart([.. known]));
        if (query.LikePhoto is { } id) parts.Add(Photo(id, 1));
        foreach (var term in query.Expression?.Terms ?? []) parts.Add(Words(query, term.Text, term.Weight));
        foreach (var like in query.Expression?.Likes ?? []) parts.Add(Photo(Number(like.Photo), like.Weight));
        parts.AddRange(query.MoreLike.Select(photo => Photo(photo, MoreWeight / query.MoreLike.Count) with { Photo = null })); // it may be an answer
        parts.AddRange(query.LessLike.Select(photo => Photo(photo, -LessWeight / query.LessLike.Count)));
        if (parts.Count > 0 || query.Expression?.Filter is not null) return parts;
        throw new SearchException(Language.Say("There is nothing to search for: give some words or a picture.", "Não há o que buscar: dê algumas palavras ou uma imagem."));
    }

    /// <summary>The weighted sum of some parts' unit vectors, unit length; null where there is none.</summary>
    /// <exception cref="SearchException">The parts cancel each other out.</exception>
    public static float[]? Sum(IReadOnlyList<QueryPart> parts)
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

    // The text tower is asked once for what is asked again and again: pages of a search, the photos before and after, the same words tomorrow.
    private QueryPart Words(SearchQuery query, string words, double weight = 1)
    {
        var language = query.UsesTemplates ? Language.IsPortuguese ? "pt" : "en" : "";
        var key = $"{language}\n{words}";
        if (_cache.Find(key) is { } known) return new QueryPart(known, weight, IsWords: true);
        var embedding = query.UsesTemplates ? PromptTemplates.Encode(encoder.Text, words, PromptTemplates.For(language)!) : encoder.Text.Encode(words);
        _cache.Keep(key, embedding);
        return new QueryPart(embedding, weight, IsWords: true);
    }

    private QueryPart Photo(long id, double weight) => new(
        library.Catalog.Embeddings.Find(id) ?? throw NotFound(Language.Say($"There is no photo {id} with an embedding.", $"Não há foto {id} com embedding.")), weight, id);

    private long Number(string photo) =>
        library.Catalog.FindNamed(photo)?.Id ?? throw NotFound(Language.Say($"There is no photo {photo}.", $"Não há foto {photo}."));

    private static LibraryException NotFound(string message) => new(LibraryFault.NotFound, message);
}
