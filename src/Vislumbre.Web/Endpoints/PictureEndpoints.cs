using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Imaging;
using Vislumbre.Searching;

namespace Vislumbre.Web.Endpoints;

/// <summary>Pictures to search with: sent here, kept for a while, named in the address of the search.</summary>
internal static class PictureEndpoints
{
    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        // Answering with a redirect keeps reload and back from sending the picture again.
        routes.MapPost("/pictures", async (IFormFileCollection files, [FromForm] string? to, PictureShelf shelf, HttpContext context) =>
        {
            // A file, or the camera's picture: the other field is empty.
            if (files.FirstOrDefault(file => file.Name == "picture" && file.Length > 0) is not { } picture) return Results.Redirect("/?problem=none");
            using var bytes = new MemoryStream();
            await picture.CopyToAsync(bytes, context.RequestAborted);
            try
            {
                var key = await Task.Run(() => shelf.Put(bytes.ToArray()));
                return Results.Redirect((Rest(to) with { Picture = key, Image = null, Like = null }).First.At("/"));
            }
            catch (PhotoException e)
            {
                return Results.Redirect($"/?problem={e.Fault}");
            }
        });
        routes.MapGet("/pictures/{key}", (string key, PictureShelf shelf) =>
            shelf.Find(key) is { } picture ? Results.Bytes(picture.Thumbnail, Thumbnailer.MediaType) : Results.NotFound());
    }

    // Words that go with the picture.
    private static SearchAddress Rest(string? to)
    {
        try
        {
            return SearchAddress.Read(to ?? "");
        }
        catch (SearchException)
        {
            return new SearchAddress();
        }
    }
}
