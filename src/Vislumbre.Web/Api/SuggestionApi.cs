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
    private const int Most = 12, LongestBeginning = 100;

    public static void MapSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/suggestions", Get).WithName("Suggest").WithSummary("Keywords, photographers, collections, countries, cameras and colours that begin so");

    private static Ok<IReadOnlyList<ApiSuggestion>> Get(PhotoLibrary library, HttpContext context, string q = "")
    {
        var beginning = q.Length > LongestBeginning ? q[..LongestBeginning] : q;
        var known = library.Catalog.Suggestions.Find(beginning, Most).Select(one => new ApiSuggestion(QueryExpression.Written(one.Field, one.Value), Name(one.Field), one.Value, one.Photos));
        var colours = beginning.Length < 2 ? [] : ColourNames.Beginning(beginning).Take(3).Select(name => new ApiSuggestion(QueryExpression.Written(PhotoField.Color, name), Name(PhotoField.Color), name, null));
        context.Response.Headers.CacheControl = "private, max-age=60";
        return TypedResults.Ok<IReadOnlyList<ApiSuggestion>>([.. known.Concat(colours).Take(Most)]);
    }

    private static string Name(PhotoField field) => field.ToString().ToLowerInvariant();
}
