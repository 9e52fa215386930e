using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Imaging;
using Vislumbre.Web.Mapping;

namespace Vislumbre.Web.Endpoints;

/// <summary>The tiles of the map.</summary>
internal static class MapEndpoints
{
    public static void MapTiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/map/tiles/{zoom:int}/{x:int}/{y:int}", async (int zoom, int x, int y, MapTiles tiles, HttpContext context) =>
        {
            if (!IsThere(zoom, x, y)) return Results.NotFound();
            var bytes = await Task.Run(() => tiles.Draw(zoom, x, y), context.RequestAborted);
            // The address says of which map it is.
            context.Response.Headers.CacheControl = "private, max-age=86400";
            return bytes is null ? Results.NoContent() : Results.Bytes(bytes, Thumbnailer.MediaType);
        });
    }

    /// <summary>Whether there is such a tile.</summary>
    public static bool IsThere(int zoom, int x, int y) => zoom is >= 0 and <= LibraryMap.DeepestZoom && x >= 0 && y >= 0 && x < 1 << zoom && y < 1 << zoom;
}
