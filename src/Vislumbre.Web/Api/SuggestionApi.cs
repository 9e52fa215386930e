using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>What a person may mean who has begun to type.</summary>
internal static class SuggestionApi
{
    private const int Most = 12, MostOfAll = 1000, LongestBeginning = 100;

    public static void MapSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/suggestions", Get).WithName("Suggest").WithSummary("Keywords, photographers, collections, countries, cameras and colours that begin so");

    private static Ok<IReadOnlyList<ApiSuggestion>> Get(PhotoLibrary library, HttpContext context, string q = "")
    {
        // With its field before it, what begins so of that field.
        var (field, letters) = q.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && Enum.TryParse<PhotoField>(q[..colon], ignoreCase: true, out var named) ? (named, q[(colon + 1)..]) : ((PhotoField?)null, q);
        var beginning = letters.Trim('"') is { Length: > LongestBeginning } longer ? longer[..LongestBeginning] : letters.Trim('"');
        var known = library.Catalog.Suggestions.Find(beginning, field is null ? Most : MostOfAll).Where(one => field is null || one.Field == field)
            .Select(one => new ApiSuggestion(QueryExpression.Written(one.Field, one.Value), Name(one.Field), one.Value, one.Photos));
        var colours = field is not null and not PhotoField.Color || (field is null && beginning.Length < 2) ? []
            : ColourNames.Beginning(beginning).Take(3).Select(name => new ApiSuggestion(QueryExpression.Written(PhotoField.Color, name), Name(PhotoField.Color), name, null));
        context.Response.Headers.CacheControl = "private, max-age=60";
        return TypedResults.Ok<IReadOnlyList<ApiSuggestion>>([.. known.Take(Most - 3).Concat(colours).Take(Most)]);
    }

    private static string Name(PhotoField field) => field.ToString().ToLowerInvariant();
}
