using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>Why a photo answers a query.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="Score">The cosine similarity of the whole photo to the query; null where the query has no meaning, only conditions, or the photo no embedding.</param>
/// <param name="Words">Words of the query that are said of it.</param>
/// <param name="HeatMap">Where in it the query is seen; null where that cannot be had.</param>
/// <param name="NoHeatMap">Why there is no heat map, for people; null where there is one.</param>
public sealed record Explanation(PhotoRecord Photo, float? Score, IReadOnlyList<MatchedWord> Words, HeatMap? HeatMap, string? NoHeatMap);
