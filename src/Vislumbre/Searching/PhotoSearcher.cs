using System.Diagnostics;
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

    // Of each ranking, however many answers are asked for, so that pages are parts of one fused ranking.
    private const int FusionDepth = 1000;

    private static readonly int[] Steps = [64, 256, 1024, MaximumDepth + 1024];

    private readonly PhotoLibrary _library;
    private readonly QueryEncoder _encoder;
    private readonly LibraryBackground _background;

    /// <summary>Makes one for a library and the model that it was made with.</summary>
    /// <exception cref="LibraryException">The library is of another model.</exception>
    public PhotoSearcher(PhotoLibrary library, DualEncoder encoder)
    {
        library.Catalog.CheckModel(encoder.Model.Identity);
        (_library, _encoder, _background) = (library, new QueryEncoder(library, encoder), new LibraryBackground(library.Folder, encoder));
    }

    /// <summary>Answers a query.</summary>
    /// <exception cref="SearchException">There is nothing to search for, or too many answers are asked for.</exception>
    /// <exception cref="Imaging.PhotoException">The query's picture cannot be read.</exception>
    public Task<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        Task.Run(() => Search(query, cancellationToken), cancellationToken);

    /// <summary>The photos that are most like each of several of the library's; all share a scan.</summary>
    /// <param name="photos">Their numbers; one without an embedding has none like it.</param>
    /// <param name="count">How many for each, 1 to 1,000; near-duplicates each count.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The hits for each, in order.</returns>
    public Task<IReadOnlyList<IReadOnlyList<SearchHit>>> SimilarAsync(IReadOnlyList<long> photos, int count, CancellationToken cancellationToken = default) =>
        Task.Run(() => Similar(photos, count, cancellationToken), cancellationToken);

    /// <summary>Encodes the bank of ordinary sentences that strengths are measured against, where the library has not got that yet. Searches go on meanwhile, without strengths.</summary>
    /// <param name="progress">Told how many sentences of how many are done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task PrepareStrengthsAsync(IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _background.Make(progress, cancellationToken), cancellationToken);

    /// <summary>What a query is compared by: one unit vector; null for a condition alone.</summary>
    internal float[]? Embed(SearchQuery query) => QueryEncoder.Sum(_encoder.Encode(query));

    private SearchResult Search(SearchQuery query, CancellationToken cancellationToken)
    {
        Check(query);
        var clock = Stopwatch.StartNew();
        using var whole = SearchTelemetry.Stage("search");
        var asked = Encode(query);
        var embedding = QueryEncoder.Sum(asked);
        var words = Wanted(asked, query.OnlyLikely);
        var background = words is null ? null : _background.Current;
        var encoded = clock.Elapsed;
        var scope = Within(query);
        var isCondition = embedding is null && (query.Mode != SearchMode.Words || query.Phrases.Count == 0);
        var arrangement = new HitArrangement(query, _library.Catalog, isCondition);
        for (var depth = arrangement.Depth; ; depth = Math.Min(2 * depth, MaximumDepth))
        {
            var (found, searched) = isCondition ? ByCondition(query, scope, depth) : query.Mode switch
            {
                SearchMode.Meaning => ByMeaning(asked, embedding!, scope, depth, cancellationToken),
                SearchMode.Words => ByWords(query, scope, depth),
                _ => ByBoth(query, asked, embedding!, scope, depth, cancellationToken),
            };
            var read = Hits(found, query, background, words);
            using var arranging = SearchTelemetry.Stage("arrange");
            var hits = arrangement.Arrange(read);
            if (found.Count == depth && depth < MaximumDepth && arrangement.WantsMore(hits)) continue;
            var result = new SearchResult(hits, searched, encoded, clock.Elapsed - encoded) { UpTo = scope.UpTo };
            SearchTelemetry.Note(query.Mode, result);
            return result;
        }
    }

    private IReadOnlyList<QueryPart> Encode(SearchQuery query)
    {
        using var stage = SearchTelemetry.Stage("encode");
        return query.Mode == SearchMode.Words ? [] : _encoder.Encode(query);
    }

    private IReadOnlyList<IReadOnlyList<SearchHit>> Similar(IReadOnlyList<long> photos, int count, CancellationToken cancellationToken)
    {
        var query = new SearchQuery { Count = count };
        Check(query);
        var embeddings = _library.Catalog.Embeddings.Find(photos.Distinct().ToList());
        var known = photos.Where(embeddings.ContainsKey).Distinct().ToList();
        if (known.Count == 0) return [.. photos.Select(_ => Array.Empty<SearchHit>())];
        var found = _library.Nearest.SearchMany([.. known.Select(id => (ReadOnlyMemory<float>)embeddings[id])], count + 1, cancellationToken: cancellationToken);
        var hits = known.Zip(found).ToDictionary(pair => pair.First, pair =>
            Hits([.. pair.Second.Where(neighbour => neighbour.Id != pair.First).Take(count).Select((neighbour, at) => new Found(neighbour.Id, neighbour.Score, at + 1, null))], query, null, null));
        return [.. photos.Select(id => hits.GetValueOrDefault(id) ?? [])];
    }

    private static void Check(SearchQuery query)
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

        if (query.Mode != SearchMode.Words) return;
        if (query.HasPictures) throw new SearchException(Language.Say("A picture is compared by what it shows: search by meaning, or by both.", "Uma imagem se compara pelo que mostra: busque por significado ou por ambos."));
        if (query.Phrases.Count == 0 && query.Expression?.Filter is null) throw new SearchException(Language.Say("There are no words to search for.", "Não há palavras a buscar."));
    }

    private Scope Within(SearchQuery query)
    {
        using var stage = SearchTelemetry.Stage("conditions");
        // There is none beyond the last; a larger number from outside must cost nothing.
        var last = _library.Catalog.LastId;
        var upTo = Math.Min(query.UpTo ?? last, last);
        if (query.Expression?.Filter is { } filter) return new Scope(new PhotoScope(_library.Catalog, filter, upTo), upTo);
        return new Scope(query.UpTo is null ? null : new PhotoScope(IdSet.Through(upTo)), upTo);
    }

    private List<SearchHit> Hits(List<Found> found, SearchQuery query, Background? background, float[]? words)
    {
        using var stage = SearchTelemetry.Stage("read");
        var photos = _library.Catalog.Find([.. found.Select(hit => hit.Id)]);
        var details = _library.Catalog.Details.Find([.. photos.Values.Select(photo => photo.DetailId).OfType<long>()]);
        var strengths = background is null ? null : Strengths(background, words!, photos.Keys);
        var status = query.Expression?.Filter?.AsksForFailed == true ? PhotoStatus.Failed : PhotoStatus.Indexed;
        // A photo that went missing since the index was made is not shown.
        return [.. found.Where(hit => photos.GetValueOrDefault(hit.Id)?.Status is { } now && (now == PhotoStatus.Indexed || now == status))
            .Select((hit, at) => new SearchHit(at + 1, hit.Score, photos[hit.Id], details.GetValueOrDefault(photos[hit.Id].DetailId ?? 0))
            {
                MeaningRank = hit.Meaning, WordsRank = hit.Words, Strength = strengths?.TryGetValue(hit.Id, out var strength) == true ? strength : null,
            })];
    }

    private Dictionary<long, float> Strengths(Background background, float[] words, IReadOnlyCollection<long> ids)
    {
        var embeddings = _library.Catalog.Embeddings.Find(ids);
        return embeddings.Keys.Zip(background.Strengths(words, [.. embeddings.Values])).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    // A condition alone gives the photos that came last, or were taken last.
    private (List<Found> Found, long Searched) ByCondition(SearchQuery query, Scope scope, int depth)
    {
        var isWanted = IsWanted(query, scope);
        var ids = query.Order == SearchOrder.Date ? _library.Catalog.Looks.Latest(depth, isWanted) : _library.Catalog.Newest(depth, isWanted);
        return ([.. ids.Select(id => new Found(id, 0, null, null))], scope.Photos!.Ids.Count);
    }

    private (List<Found> Found, long Searched) ByMeaning(IReadOnlyList<QueryPart> asked, float[] embedding, Scope scope, int depth, CancellationToken cancellationToken)
    {
        var (neighbours, searched) = Nearest(embedding, depth, asked, scope, cancellationToken);
        return ([.. neighbours.Select((neighbour, at) => new Found(neighbour.Id, neighbour.Score, at + 1, null))], searched);
    }

    private (List<Found> Found, long Searched) ByWords(SearchQuery query, Scope scope, int depth)
    {
        using var stage = SearchTelemetry.Stage("words");
        var said = _library.Catalog.Words.Search(query.Phrases, any: false, IsWanted(query, scope), depth);
        return ([.. said.Select((id, at) => new Found(id, 0, null, at + 1))], scope.Photos?.Ids.Count ?? _library.Catalog.Count().Indexed);
    }

    private (List<Found> Found, long Searched) ByBoth(SearchQuery query, IReadOnlyList<QueryPart> asked, float[] embedding, Scope scope, int depth, CancellationToken cancellationToken)
    {
        // Who meets the condition is asked for the words in any case: so the search may know it, too.
        _ = scope.Photos?.Ids;
        var (own, isWanted) = (Own(asked), IsWanted(query, scope));
        var (neighbours, searched) = Nearest(embedding, FusionDepth, asked, scope, cancellationToken);
        var scores = neighbours.ToDictionary(neighbour => neighbour.Id, neighbour => neighbour.Score);
        var said = _library.Catalog.Words.Search(query.Phrases, any: true, id => isWanted(id) && !own.Contains(id), FusionDepth);
        return ([.. RankFusion.Join([.. neighbours.Select(neighbour => neighbour.Id)], said).Take(depth).Select(hit => new Found(hit.Id, scores.GetValueOrDefault(hit.Id), hit.First, hit.Second))], searched);
    }

    // By words a photo of which something is said that is pushed away is no answer; by meaning it only stands further back.
    private Func<long, bool> IsWanted(SearchQuery query, Scope scope)
    {
        var unwanted = query.Mode == SearchMode.Meaning || query.Unwanted.Count == 0 ? [] : _library.Catalog.Words.Search(query.Unwanted, any: true, _ => true, int.MaxValue).ToHashSet();
        return id => scope.Contains(id) && !unwanted.Contains(id);
    }

    private (List<Neighbour> Neighbours, long Searched) Nearest(float[] embedding, int count, IReadOnlyList<QueryPart> asked, Scope scope, CancellationToken cancellationToken)
    {
        using var stage = SearchTelemetry.Stage("scan");
        var own = Own(asked);
        // Pages near each other come of one search: what is missed at the edge of one depth may be found at another's.
        var depth = Steps.First(step => step >= Math.Min(count + own.Count, Steps[^1]));
        (Neighbour[] Found, long Rows) Search(PhotoScope? among) =>
            _library.Nearest.Search(embedding, depth, among, cancellationToken);
        var (neighbours, searched) = Search(scope.Photos);
        // A photo that came since the search began is of no page of it.
        if (neighbours.Any(neighbour => neighbour.Id > scope.UpTo)) (neighbours, searched) = Search(new PhotoScope(IdSet.Through(scope.UpTo)));
        return ([.. neighbours.Where(neighbour => !own.Contains(neighbour.Id)).Take(count)], scope.Photos is { IsKnown: true } known ? known.Ids.Count : searched);
    }

    // A photo that is asked with is its own nearest, and no answer.
    private static HashSet<long> Own(IReadOnlyList<QueryPart> asked) => [.. asked.Select(part => part.Photo).OfType<long>()];

    /// <summary>The words that are searched for, without those that are pushed away, if strengths can be told: a picture's similarity to photos is of another size than a sentence's.</summary>
    private float[]? Wanted(IReadOnlyList<QueryPart> asked, bool mustBe)
    {
        var isWords = asked.Any(part => part is { IsWords: true, Weight: > 0 }) && asked.All(part => part.IsWords || part.Weight <= 0);
        if (mustBe && !isWords)
            throw new SearchException(Language.Say("Which hits are likely can be told for words alone, by what photos show.", "Quais resultados são prováveis só se sabe de palavras sozinhas, pelo que as fotos mostram."));
        if (mustBe && _background.Current is null)
            throw new SearchException(Language.Say("Which hits are likely is not known before vislumbre index has run to its end.", "Quais resultados são prováveis não se sabe antes de vislumbre index chegar ao fim."));
        return isWords ? QueryEncoder.Sum([.. asked.Where(part => part is { IsWords: true, Weight: > 0 })]) : null;
    }

    /// <summary>The photos that are searched: those that meet the condition, of those that were there when the first page was asked for.</summary>
    private sealed record Scope(PhotoScope? Photos, long UpTo)
    {
        public bool Contains(long id) => id <= UpTo && Photos?.Ids.Contains(id) != false;
    }

    private sealed record Found(long Id, float Score, int? Meaning, int? Words);
}
