using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>What becomes of ranked hits before they are shown: near-duplicates fold into the best of them, another order, a page.</summary>
/// <param name="query">What was asked.</param>
/// <param name="catalog">Where the photos are.</param>
internal sealed class HitArrangement(SearchQuery query, PhotoCatalog catalog)
{
    // Another order is one of hits that are good at all: of so many the likely ones, or the first few where that is not known.
    private const int OrderedDepth = 1000, OrderedUnknown = 200;

    /// <summary>How many ranked hits to begin with.</summary>
    public int Depth => query.Order == SearchOrder.Score ? query.Skip + query.Count : Math.Max(OrderedDepth, query.Skip + query.Count);

    /// <summary>Whether more ranked hits would give more.</summary>
    /// <param name="arranged">What came of them.</param>
    public bool WantsMore(IReadOnlyList<SearchHit> arranged) => query.FoldsAlike && !query.OnlyLikely && query.Order == SearchOrder.Score && arranged.Count < query.Count;

    /// <summary>Arranges hits.</summary>
    /// <param name="ranked">The hits, best first, of which <see cref="SearchHit.Rank"/> is the place by score.</param>
    /// <param name="isCondition">Whether they only meet a condition, so that none is better than another.</param>
    public IReadOnlyList<SearchHit> Arrange(IReadOnlyList<SearchHit> ranked, bool isCondition)
    {
        var hits = query.OnlyLikely ? [.. ranked.Where(hit => hit.IsLikely)] : ranked;
        if (query.Order != SearchOrder.Score) hits = Ordered(hits, isCondition);
        if (query.FoldsAlike) hits = Folded(hits);
        return [.. hits.Skip(query.Skip).Take(query.Count).Select((hit, at) => hit with { Rank = query.Skip + at + 1 })];
    }

    private List<SearchHit> Ordered(IReadOnlyList<SearchHit> hits, bool isCondition)
    {
        if (!isCondition) hits = hits.Any(hit => hit.Strength is not null) ? [.. hits.Where(hit => hit.IsLikely)] : [.. hits.Take(OrderedUnknown)];
        if (query.Order == SearchOrder.Strength) return [.. hits.OrderByDescending(hit => hit.Strength ?? float.NegativeInfinity)];
        var dates = catalog.Looks.Dates([.. hits.Select(hit => hit.Photo.Id)]);
        return [.. hits.Select(hit => hit with { Date = DateTimeOffset.FromUnixTimeMilliseconds(dates.GetValueOrDefault(hit.Photo.Id)) }).OrderByDescending(hit => hit.Date).ThenBy(hit => hit.Photo.Id)];
    }

    private List<SearchHit> Folded(IReadOnlyList<SearchHit> hits)
    {
        var groups = catalog.Looks.Alike([.. hits.Select(hit => hit.Photo.Id)]);
        return [.. hits.DistinctBy(hit => groups.TryGetValue(hit.Photo.Id, out var group) ? -group.First : hit.Photo.Id)
            .Select(hit => groups.TryGetValue(hit.Photo.Id, out var group) ? hit with { Alike = group.Count } : hit)];
    }
}
