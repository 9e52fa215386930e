using Vislumbre.Catalog;
using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>Why a photo answers a query.</summary>
/// <param name="Score">The cosine similarity; null where the query has no meaning.</param>
/// <param name="Words">Words of the query that are said of it, and where.</param>
/// <param name="HeatMap">Where in it the query is seen; null where that cannot be had.</param>
/// <param name="NoHeatMap">Why there is no heat map.</param>
internal sealed record ApiExplanation(float? Score, IReadOnlyList<MatchedWord> Words, HeatMap? HeatMap, string? NoHeatMap);
