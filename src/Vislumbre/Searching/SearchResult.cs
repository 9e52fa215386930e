namespace Vislumbre.Searching;

/// <summary>The answers to a query.</summary>
/// <param name="Hits">The nearest photos, best first.</param>
/// <param name="Searched">How many photos were compared.</param>
/// <param name="EncodingTime">What the towers took.</param>
/// <param name="SearchTime">What comparing and reading the rows took.</param>
public sealed record SearchResult(IReadOnlyList<SearchHit> Hits, long Searched, TimeSpan EncodingTime, TimeSpan SearchTime);
