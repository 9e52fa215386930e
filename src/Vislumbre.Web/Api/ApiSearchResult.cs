using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>A search's answers as the API gives them.</summary>
/// <param name="Query">The query as it was understood; null for a picture alone.</param>
/// <param name="Searched">How many photos were searched: those that meet the conditions, or all, where an engine finds by itself who meets them.</param>
/// <param name="EncodingMilliseconds">What understanding took.</param>
/// <param name="SearchMilliseconds">What finding took.</param>
/// <param name="CutOff">The strength from which hits are likely; null where strengths are not known.</param>
/// <param name="UpTo">Ask for the next page with it, and pages stay what they are while photos come.</param>
/// <param name="Picture">The key of the picture that was searched with: it stands for the picture in further searches.</param>
/// <param name="Hits">The photos, best first.</param>
internal sealed record ApiSearchResult(string? Query, long Searched, double EncodingMilliseconds, double SearchMilliseconds, float? CutOff, long UpTo, string? Picture, IReadOnlyList<ApiHit> Hits)
{
    /// <summary>Makes one.</summary>
    public static ApiSearchResult Of(SearchQuery query, SearchResult result, string? picture, WebOptions options) => new(
        query.Expression?.ToString(), result.Searched, Math.Round(result.EncodingTime.TotalMilliseconds, 3), Math.Round(result.SearchTime.TotalMilliseconds, 3),
        result.LikelyCount is null ? null : SearchResult.CutOff, result.UpTo, picture, [.. result.Hits.Select(hit => ApiHit.Of(hit, options))]);
}
