using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>Photos that others should be like.</summary>
/// <param name="Ids">Their numbers.</param>
/// <param name="K">How many for each.</param>
internal sealed record ApiSimilarBody(IReadOnlyList<long> Ids, int K = SearchQuery.DefaultCount);
