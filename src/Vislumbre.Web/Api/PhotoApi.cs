using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Searching;
using Vislumbre.Web.Endpoints;

namespace Vislumbre.Web.Api;

/// <summary>Photos one by one: what is known of them, what is like them, why they were found, their pictures.</summary>
internal static class PhotoApi
{
    private const int MostAtOnce = 100;

    public static void MapPhotoApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/photos/{id:long}", Get).WithName("Photo").WithSummary("All that is known of a photo").ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/photos/{id:long}/similar", SimilarAsync).WithName("Similar").WithSummary("The photos that are most like one");
        routes.MapPost("/photos/similar", ManySimilarAsync).WithName("SimilarToMany").WithSummary("The photos that are most like each of several, in one scan: at most 100 of them");
        routes.MapGet("/photos/{id:long}/explanation", ExplainAsync).WithName("Explain").WithSummary("Why a photo answers a query: score, words, and where in it the query is seen");
        routes.MapGet("/photos/{id:long}/image", PhotoEndpoints.Image).WithName("Image").WithSummary("The photo's file; parts of it by ranges");
        routes.MapGet("/photos/{id:long}/thumbnail", PhotoEndpoints.ThumbnailAsync).WithName("Thumbnail").WithSummary("A small WebP");
    }

    private static Ok<ApiPhotoDetails> Get(long id, PhotoLibrary library, WebOptions options)
    {
        var photo = Find(library, id);
        return TypedResults.Ok(ApiPhotoDetails.Of(photo, library.Catalog, options));
    }

    private static async Task<Ok<IReadOnlyList<ApiHit>>> SimilarAsync(long id, PhotoLibrary library, PhotoSearcher searcher, WebOptions options, HttpContext context, int k = SearchQuery.DefaultCount)
    {
        Find(library, id);
        var hits = await searcher.SimilarAsync([id], k, context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<ApiHit>>([.. hits[0].Select(hit => ApiHit.Of(hit, options))]);
    }

    private static async Task<Ok<IReadOnlyList<IReadOnlyList<ApiHit>>>> ManySimilarAsync(ApiSimilarBody body, PhotoSearcher searcher, WebOptions options, HttpContext context)
    {
        if (body.Ids.Count is 0 or > MostAtOnce) throw new SearchException(Language.Say($"From 1 to {MostAtOnce} photos can be asked for at once.", $"Pode-se pedir de 1 a {MostAtOnce} fotos de uma vez."));
        var hits = await searcher.SimilarAsync(body.Ids, body.K, context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<IReadOnlyList<ApiHit>>>([.. hits.Select(IReadOnlyList<ApiHit> (one) => [.. one.Select(hit => ApiHit.Of(hit, options))])]);
    }

    private static async Task<Ok<ApiExplanation>> ExplainAsync(long id, string q, PhotoLibrary library, HitExplainer explainer, HttpContext context)
    {
        Find(library, id);
        var why = await explainer.ExplainAsync(id, new SearchQuery { Expression = QueryExpression.Parse(q) }, context.RequestAborted);
        return TypedResults.Ok(new ApiExplanation(why.Score, why.Words, why.HeatMap, why.NoHeatMap));
    }

    private static PhotoRecord Find(PhotoLibrary library, long id) => library.Catalog.Find(id) is { Status: PhotoStatus.Indexed } photo
        ? photo
        : throw new LibraryException(LibraryFault.NotFound, Language.Say($"There is no photo {id}.", $"Não há foto {id}."));
}
