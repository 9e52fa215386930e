using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Searching;
using Vislumbre.Web.Endpoints;
using Vislumbre.Web.Mapping;

namespace Vislumbre.Web.Api;

/// <summary>The map of the library: where photos lie, which of them a search finds.</summary>
internal static class MapApi
{
    private const int MostLit = 300;

    public static void MapMap(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/map", (LibraryMap map) =>
        {
            map.Ensure();
            return TypedResults.Ok(new ApiMap(map.Version, map.Progress, map.Trouble, LibraryMap.DeepestZoom));
        }).WithName("Map").WithSummary("How the map of the library stands; it is made where it is missing or old");
        routes.MapGet("/map/tiles/{zoom:int}/{x:int}/{y:int}", Tile).WithName("MapTile").WithSummary("The photos of a tile: 4 by 4 squares, one photo for each");
        routes.MapGet("/map/hits", HitsAsync).WithName("MapHits").WithSummary("Where the likely hits of a search lie; else the first few").WithDescription("The search as in Search.");
    }

    private static Results<Ok<List<ApiMapPlace>>, NotFound> Tile(int zoom, int x, int y, LibraryMap map)
    {
        if (!MapEndpoints.IsThere(zoom, x, y)) return TypedResults.NotFound();
        float edge = LibraryMap.TileCells << zoom;
        return TypedResults.Ok(map.Tile(zoom, x, y).Select(pair => new ApiMapPlace(
            pair.Value.Photo, (x * LibraryMap.TileCells + pair.Key.Column + 0.5f) / edge, (y * LibraryMap.TileCells + pair.Key.Row + 0.5f) / edge, pair.Value.Count)).ToList());
    }

    private static async Task<Ok<List<ApiMapPlace>>> HitsAsync(HttpContext context, WebSearch search, LibraryMap map)
    {
        var (query, _) = await search.QueryAsync(SearchAddress.Read(context.Request.Query), MostLit, context);
        return TypedResults.Ok(await LitAsync(query, search, map, context.RequestAborted));
    }

    /// <summary>Where a search's hits lie that are worth pointing at: the likely ones, or as many as a page shows.</summary>
    public static async Task<List<ApiMapPlace>> LitAsync(SearchQuery query, WebSearch search, LibraryMap map, CancellationToken cancellationToken)
    {
        var (places, result) = (map.Places, await search.AnswerAsync(query with { Count = MostLit, FoldsAlike = false }, cancellationToken));
        var hits = result.Hits.Any(hit => hit.IsLikely) ? result.Hits.Where(hit => hit.IsLikely) : result.Hits.Any(hit => hit.Strength is not null) ? result.Hits.Take(SearchQuery.DefaultCount) : result.Hits.Take(30);
        return [.. hits.Where(hit => places.ContainsKey(hit.Photo.Id)).Select(hit => places[hit.Photo.Id]).Select(place => new ApiMapPlace(place.Photo, place.X, place.Y))];
    }
}
