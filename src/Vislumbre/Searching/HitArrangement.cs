using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>What becomes of ranked hits before they are shown: near-duplicates fold into the best of them, another order, a page.</summary>
/// <param name="query">What was asked.</param>
/// <param name="catalog">Where the photos are.</param>
/// <param name="isCondition">Whether hits only meet a condition, so that none is better than another; they come in the order that is asked for.</param>
internal sealed class HitArrangement(SearchQuery query, PhotoCatalog catalog, bool isCondition)
{
    // Another order is one of hits that are good at all: of so many the likely ones, or the first few where that is not known. However many
    // pages are asked for, so that they are parts of one order.
    private const int OrderedDepth = 1000, OrderedUnknown = 200;

    /// <summary>How many ranked hits to begin with.</summary>
    public int Depth => IsRanked ? query.Skip + query.Count : OrderedDepth;

    /// <summary>Whether more ranked hits would give more.</summary>
    /// <param name="arranged">What came of them.</param>
    public bool WantsMore(IReadOnlyList<SearchHit> arranged) => IsRanked && arranged.Count < query.Count;

    /// <summary>Arranges hits.</summary>
    /// <param name="ranked">The hits, best first, of which <see cref="SearchHit.Rank"/> is the place by score.</param>
    public IReadOnlyList<SearchHit> Arrange(IReadOnlyList<SearchHit> ranked)
    {
        var hits = query.OnlyLikely ? [.. ranked.Where(hit => hit.IsLikely)] : ranked;
        if (query.Order != SearchOrder.Score) hits = Ordered(hits);
        if (query.FoldsAlike) hits = Folded(hits);
        return [.. hits.Skip(query.Skip).Take(query.Count).Select((hit, at) => hit with { Rank = query.Skip + at + 1 })];
    }

    private bool IsRanked => isCondition || (query.Order == SearchOrder.Score && !query.OnlyLikely);

    private List<SearchHit> Ordered(IReadOnlyList<SearchHit> hits)
    {
        if (!isCondition) hits = hits.Any(hit => hit.Strength is not null) ? [.. hits.Where(hit => hit.IsLikely)] : [.. hits.Take(OrderedUnknown)];
        if (query.Order == SearchOrder.Strength) return [.. hits.OrderByDescending(hit => hit.Strength ?? float.NegativeInfinity)];
        var dates = catalog.Looks.Dates([.. hits.Select(hit => hit.Photo.Id)]);
        return [.. hits.Select(hit => hit with { Date = DateTimeOffset.FromUnixTimeMilliseconds(dates.GetValueOrDefault(hit.Photo.Id)) }).OrderByDescending(hit => hit.Date).ThenByDescending(hit => hit.Photo.Id)];
    }

    private List<SearchHit> Folded(IReadOnlyList<SearchHit> hits)
    {
        var groups = catalog.Looks.Alike([.. hits.Select(hit => hit.Photo.Id)]);
        return [.. hits.DistinctBy(hit => groups.TryGetValue(hit.Photo.Id, out var group) ? -group.First : hit.Photo.Id)
            .Select(hit => groups.TryGetValue(hit.Photo.Id, out var group) ? hit with { Alike = group.Count } : hit)];
    }
}
