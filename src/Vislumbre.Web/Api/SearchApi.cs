using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Imaging;
using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>Searching, by address, by body, by a picture that is sent.</summary>
internal static class SearchApi
{
    // A key that stands for a picture is shorter than any picture.
    private const int KeyLength = 32;

    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search", GetAsync).WithName("Search").WithSummary("Search by words, conditions, a photo, or a picture's address")
            .WithDescription("q: the query language. image: a picture's address. picture: a key. like: a photo's number. mode: meaning, words, both. more, less: numbers of photos that are, or are not, what was meant. sort: score, strength, date. k, skip, upto: pages. likely, all, templates: 1.");
        routes.MapPost("/search", PostAsync).WithName("SearchByBody").WithSummary("The same, with a picture in base 64 where there is one");
        routes.MapPost("/search/picture", PictureAsync).WithName("SearchByPicture").WithSummary("Search with the picture that is the body; the address says the rest as in Search")
            .Accepts<byte[]>("image/*", "application/octet-stream");
    }

    // The address is read as the page reads it, so that one search has one form.
    private static async Task<Ok<ApiSearchResult>> GetAsync(
        HttpContext context, WebSearch search, WebOptions options, string? q = null, string? image = null, string? picture = null, long? like = null, string? more = null, string? less = null, string? mode = null, string? sort = null,
        int? k = null, int? skip = null, long? upto = null, string? likely = null, string? all = null, string? templates = null) =>
        await AnswerAsync(SearchAddress.Read(context.Request.Query), context, search, options);

    private static async Task<Ok<ApiSearchResult>> PostAsync(ApiSearchBody body, HttpContext context, WebSearch search, PictureShelf shelf, WebOptions options)
    {
        var address = body.ToAddress();
        if (body.Picture is { Length: > KeyLength } picture)
        {
            var bytes = new byte[picture.Length];
            if (!Convert.TryFromBase64String(picture, bytes, out var length)) throw new SearchException(Language.Say("picture is neither a key nor base 64.", "picture não é chave nem base 64."));
            address = address with { Picture = await Task.Run(() => shelf.Put(bytes[..length])) };
        }

        return await AnswerAsync(address, context, search, options);
    }

    private static async Task<Ok<ApiSearchResult>> PictureAsync(HttpContext context, WebSearch search, PictureShelf shelf, WebOptions options)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length == 0) throw PhotoException.Empty();
        var key = await Task.Run(() => shelf.Put(bytes.ToArray()));
        return await AnswerAsync(SearchAddress.Read(context.Request.Query) with { Picture = key }, context, search, options);
    }

    private static async Task<Ok<ApiSearchResult>> AnswerAsync(SearchAddress address, HttpContext context, WebSearch search, WebOptions options)
    {
        var (query, picture) = await search.QueryAsync(address, SearchQuery.DefaultCount, context);
        return TypedResults.Ok(ApiSearchResult.Of(query, await search.AnswerAsync(query, context.RequestAborted), picture, options));
    }
}
