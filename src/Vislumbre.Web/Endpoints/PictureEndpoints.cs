using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Imaging;

namespace Vislumbre.Web.Endpoints;

/// <summary>Pictures to search with: sent here, kept for a while, named in the address of the search.</summary>
internal static class PictureEndpoints
{
    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        // Answering with a redirect keeps reload and back from sending the picture again.
        routes.MapPost("/pictures", async (IFormFile? picture, PictureShelf shelf, HttpContext context) =>
        {
            if (picture is null || picture.Length == 0) return Results.Redirect("/?problem=none");
            using var bytes = new MemoryStream();
            await picture.CopyToAsync(bytes, context.RequestAborted);
            try
            {
                return Results.Redirect($"/?picture={shelf.Put(bytes.ToArray())}");
            }
            catch (PhotoException e)
            {
                return Results.Redirect($"/?problem={e.Fault}");
            }
        });
        routes.MapGet("/pictures/{key}", (string key, PictureShelf shelf) =>
            shelf.Find(key) is { } picture ? Results.Bytes(picture.Thumbnail, Thumbnailer.MediaType) : Results.NotFound());
    }
}
