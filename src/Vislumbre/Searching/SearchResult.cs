namespace Vislumbre.Searching;

/// <summary>The answers to a query.</summary>
/// <param name="Hits">The nearest photos, best first.</param>
/// <param name="Searched">How many photos were searched: those that meet the conditions, or all, where an engine finds by itself who meets them.</param>
/// <param name="EncodingTime">What the towers took.</param>
/// <param name="SearchTime">What comparing and reading the rows took.</param>
public sealed record SearchResult(IReadOnlyList<SearchHit> Hits, long Searched, TimeSpan EncodingTime, TimeSpan SearchTime)
{
    /// <summary>The strength from which a hit is likely; how it was chosen: docs/decisions/strength.md.</summary>
    public const float CutOff = 3;

    /// <summary>The highest number of a photo that was considered: ask for the next page with it.</summary>
    public long UpTo { get; init; }

    /// <summary>How many hits are likely; null where strengths are not known.</summary>
    public int? LikelyCount => Hits.Count > 0 && Hits.All(hit => hit.Strength is null) ? null : Hits.Count(hit => hit.IsLikely);
}
