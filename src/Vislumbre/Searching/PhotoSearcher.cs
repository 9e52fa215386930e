using System.Diagnostics;
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

    /// <summary>The last answer that can be had, page by page.</summary>
    public const int MaximumDepth = 10_000;

    private const int FusionDepth = 200;

    private readonly PhotoLibrary _library;
    private readonly DualEncoder _encoder;
    private readonly LibraryBackground _background;

    /// <summary>Makes one for a library and the model that it was made with.</summary>
    /// <exception cref="LibraryException">The library is of another model.</exception>
    public PhotoSearcher(PhotoLibrary library, DualEncoder encoder)
    {
        library.Catalog.CheckModel(encoder.Model.Identity);
        (_library, _encoder, _background) = (library, encoder, new LibraryBackground(library.Folder, encoder));
    }

    /// <summary>Answers a query.</summary>
    /// <exception cref="SearchException">There is nothing to search for, or too many answers are asked for.</exception>
    /// <exception cref="Imaging.PhotoException">The query's picture cannot be read.</exception>
    public Task<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        Task.Run(() => Search(query, cancellationToken), cancellationToken);

    /// <summary>Encodes the bank of ordinary sentences that strengths are measured against, where the library has not got that yet. Searches go on meanwhile, without strengths.</summary>
    /// <param name="progress">Told how many sentences of how many are done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task PrepareStrengthsAsync(IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _background.Make(progress, cancellationToken), cancellationToken);

    private SearchResult Search(SearchQuery query, CancellationToken cancellationToken)
    {
        if (query.Count is < 1 or > MaximumCount)
        {
            throw new SearchException(Language.Say(
                $"{query.Count} answers were asked for; from 1 to {MaximumCount} can be had.", $"Foram pedidas {query.Count} respostas; pode-se ter de 1 a {MaximumCount}."));
        }

        if (query.Skip < 0 || query.Skip > MaximumDepth - query.Count)
        {
            throw new SearchException(Language.Say(
                $"{query.Count:N0} answers after the first {query.Skip:N0} were asked for; the first {MaximumDepth:N0} can be had.", $"Foram pedidas {query.Count:N0} respostas após as primeiras {query.Skip:N0}; pode-se ter as primeiras {MaximumDepth:N0}."));
        }

        var clock = Stopwatch.StartNew();
        var asked = query.Mode == SearchMode.Words ? [] : Ask(query);
        var embedding = Embed(asked);
        var words = Wanted(asked, query.OnlyLikely);
        var background = words is null ? null : _background.Current;
        var encoded = clock.Elapsed;
        var (among, upTo) = Among(query);
        var arrangement = new HitArrangement(query, _library.Catalog);
        for (var depth = arrangement.Depth; ; depth = Math.Min(2 * depth, MaximumDepth))
        {
            var deep = query with { Count = depth };
            var (found, searched) = query.Mode == SearchMode.Meaning ? ByMeaning(deep, asked, embedding, among, cancellationToken) : ByWords(deep, asked, embedding, among, cancellationToken);
            var hits = arrangement.Arrange(Hits(found, query, background, words), isCondition: embedding is null && query.Mode == SearchMode.Meaning);
            if (found.Count == depth && depth < MaximumDepth && arrangement.WantsMore(hits)) continue;
            return new SearchResult(hits, searched, encoded, clock.Elapsed - encoded) { UpTo = upTo };
        }
    }

    private (IdSet? Among, long UpTo) Among(SearchQuery query)
    {
        var upTo = query.UpTo ?? _library.Catalog.LastId;
        if (query.Expression?.Filter is { } filter) return (new IdSet([.. _library.Catalog.Match(filter).Where(id => id <= upTo)]), upTo);
        return (query.UpTo is null ? null : IdSet.Through(upTo), upTo);
    }

    private List<SearchHit> Hits(List<Found> found, SearchQuery query, Background? background, float[]? words)
    {
        var photos = _library.Catalog.Find([.. found.Select(hit => hit.Id)]);
        var details = _library.Catalog.Details.Find([.. photos.Values.Select(photo => photo.DetailId).OfType<long>()]);
        var status = query.Expression?.Filter?.AsksForFailed == true ? PhotoStatus.Failed : PhotoStatus.Indexed;
        // A photo that went missing since the index was made is not shown.
        return [.. found.Where(hit => photos.GetValueOrDefault(hit.Id)?.Status is { } now && (now == PhotoStatus.Indexed || now == status))
            .Select((hit, at) => new SearchHit(at + 1, hit.Score, photos[hit.Id], details.GetValueOrDefault(photos[hit.Id].DetailId ?? 0))
            {
                MeaningRank = hit.Meaning, WordsRank = hit.Words, Strength = background is null ? null : Strength(background, words!, hit.Id),
            })];
    }

    private (List<Found> Found, long Searched) ByMeaning(SearchQuery query, List<Part> asked, float[]? embedding, IdSet? among, CancellationToken cancellationToken)
    {
        // A condition alone gives the photos that came last.
        if (embedding is null) return (_library.Catalog.Newest(query.Count, among!.Contains).Select(photo => new Found(photo.Id, 0, null, null)).ToList(), among.Count);
        var (neighbours, searched) = Nearest(embedding, query.Count, asked, among, cancellationToken);
        return (neighbours.Select((neighbour, at) => new Found(neighbour.Id, neighbour.Score, at + 1, null)).ToList(), searched);
    }

    private (List<Found> Found, long Searched) ByWords(SearchQuery query, List<Part> asked, float[]? embedding, IdSet? among, CancellationToken cancellationToken)
    {
        var words = query.Words;
        if (string.IsNullOrWhiteSpace(words)) throw new SearchException(Language.Say("There are no words to search for.", "Não há palavras a buscar."));
        var pushed = string.Join(' ', (query.Expression?.Terms ?? []).Where(term => term.Weight < 0).Select(term => term.Text));
        var unwanted = pushed.Length == 0 ? [] : _library.Catalog.Details.SearchPhotos(pushed, any: true, _ => true, int.MaxValue).ToHashSet();
        bool IsWanted(long id) => among?.Contains(id) != false && !unwanted.Contains(id);
        if (embedding is null)
        {
            var all = _library.Catalog.Details.SearchPhotos(words, any: false, IsWanted, query.Count);
            return (all.Select((id, at) => new Found(id, 0, null, at + 1)).ToList(), among?.Count ?? _library.Catalog.Count().Indexed);
        }

        // Deep enough that what is good in both is met in both.
        var depth = Math.Max(FusionDepth, 2 * query.Count);
        var own = asked.Where(part => part.Photo is not null).Select(part => part.Photo!.Value).ToHashSet();
        var (neighbours, searched) = Nearest(embedding, depth, asked, among, cancellationToken);
        var scores = neighbours.ToDictionary(neighbour => neighbour.Id, neighbour => neighbour.Score);
        var said = _library.Catalog.Details.SearchPhotos(words, any: true, id => IsWanted(id) && !own.Contains(id), depth);
        return (RankFusion.Join([.. neighbours.Select(neighbour => neighbour.Id)], said).Take(query.Count).Select(hit => new Found(hit.Id, scores.GetValueOrDefault(hit.Id), hit.First, hit.Second)).ToList(), searched);
    }

    private (List<Neighbour> Neighbours, long Searched) Nearest(float[] embedding, int count, List<Part> asked, IdSet? among, CancellationToken cancellationToken)
    {
        // A photo that is asked with is its own nearest, and no answer.
        var own = asked.Where(part => part.Photo is not null).Select(part => part.Photo!.Value).ToHashSet();
        var (neighbours, searched) = _library.Vectors.Search(embedding.Length, index => (index.Search(embedding, count + own.Count, among, cancellationToken: cancellationToken), index.Count));
        return (neighbours.Where(neighbour => !own.Contains(neighbour.Id)).Take(count).ToList(), among?.Count ?? searched);
    }

    private List<Part> Ask(SearchQuery query)
    {
        var parts = new List<Part>();
        if (!string.IsNullOrWhiteSpace(query.Text)) parts.Add(new Part(Encode(query, query.Text.Trim()), IsWords: true));
        if (query.Picture is { } picture) parts.Add(new Part(_encoder.Image.Encode(picture)));
        if (query.PictureEmbedding is { } known) parts.Add(new Part([.. known]));
        if (query.LikePhoto is { } id) parts.Add(Photo(id, 1));
        foreach (var term in query.Expression?.Terms ?? []) parts.Add(new Part(Encode(query, term.Text), term.Weight, IsWords: true));
        foreach (var like in query.Expression?.Likes ?? []) parts.Add(Photo(Number(like.Photo), like.Weight));
        if (parts.Count > 0 || query.Expression?.Filter is not null) return parts;
        throw new SearchException(Language.Say("There is nothing to search for: give some words or a picture.", "Não há o que buscar: dê algumas palavras ou uma imagem."));
    }

    private float[] Encode(SearchQuery query, string words) =>
        query.UsesTemplates ? PromptTemplates.Encode(_encoder.Text, words, PromptTemplates.For(Language.IsPortuguese ? "pt" : "en")!) : _encoder.Text.Encode(words);

    /// <summary>What a query is compared by: one unit vector; null for a condition alone.</summary>
    internal float[]? Embed(SearchQuery query) => Embed(Ask(query));

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

    /// <summary>The words that are searched for, without those that are pushed away, if strengths can be told: a picture's similarity to photos is of another size than a sentence's.</summary>
    private float[]? Wanted(List<Part> asked, bool mustBe)
    {
        var isWords = asked.Any(part => part is { IsWords: true, Weight: > 0 }) && asked.All(part => part.IsWords || part.Weight <= 0);
        if (mustBe && !isWords)
            throw new SearchException(Language.Say("Which hits are likely can be told for words alone, by what photos show.", "Quais resultados são prováveis só se sabe de palavras sozinhas, pelo que as fotos mostram."));
        if (mustBe && _background.Current is null)
            throw new SearchException(Language.Say("Which hits are likely is not known before vislumbre index has run to its end.", "Quais resultados são prováveis não se sabe antes de vislumbre index chegar ao fim."));
        return isWords ? Embed([.. asked.Where(part => part is { IsWords: true, Weight: > 0 })]) : null;
    }

    private float? Strength(Background background, float[] words, long id) => _library.Catalog.Embedding(id) is { } photo ? background.Strength(words, photo) : null;

    private Part Photo(long id, double weight) => new(_library.Catalog.Embedding(id) ?? throw NotFound(id), weight, id);

    private long Number(string photo) => _library.Catalog.FindNamed(photo)?.Id ?? throw new LibraryException(LibraryFault.NotFound, Language.Say(
        $"No photo {photo} in {_library.Folder.Path}.", $"Nenhuma foto {photo} em {_library.Folder.Path}."));

    private LibraryException NotFound(long id) => new(LibraryFault.NotFound, Language.Say(
        $"No photo {id} with an embedding in {_library.Folder.Path}.", $"Nenhuma foto {id} com embedding em {_library.Folder.Path}."));

    private sealed record Found(long Id, float Score, int? Meaning, int? Words);

    private sealed record Part(float[] Vector, double Weight = 1, long? Photo = null, bool IsWords = false);
}
