using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Indexing;

namespace Vislumbre.Web.Endpoints;

/// <summary>The photos of the library, by number: no path from a request ever reaches the disk.</summary>
internal static class PhotoEndpoints
{
    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/photos/{id:long}", (long id, PhotoLibrary library) =>
        {
            if (Find(library, id) is not { } photo || !File.Exists(photo.Path)) return Results.NotFound();
            return Results.File(photo.Path, MediaType(photo.Format), lastModified: photo.Modified, enableRangeProcessing: true);
        });
        routes.MapGet("/thumbnails/{id:long}", (long id, PhotoLibrary library, HttpContext context) =>
        {
            if (Find(library, id) is not { } photo) return Results.NotFound();
            try
            {
                context.Response.Headers.CacheControl = "private, max-age=86400";
                return Results.Bytes(library.Thumbnails.Get(photo), Thumbnailer.MediaType, entityTag: new EntityTagHeaderValue($"\"{photo.Sha256}\""));
            }
            catch (Exception e) when (e is PhotoException or IOException or UnauthorizedAccessException)
            {
                return Results.NotFound();
            }
        });
    }

    private static PhotoRecord? Find(PhotoLibrary library, long id) => library.Catalog.Find(id) is { Status: PhotoStatus.Indexed } photo ? photo : null;

    private static string MediaType(string? format) => format switch
    {
        nameof(PhotoFormat.Jpeg) => "image/jpeg",
        nameof(PhotoFormat.Png) => "image/png",
        nameof(PhotoFormat.WebP) => "image/webp",
        nameof(PhotoFormat.Gif) => "image/gif",
        nameof(PhotoFormat.Tiff) => "image/tiff",
        nameof(PhotoFormat.Bmp) => "image/bmp",
        nameof(PhotoFormat.Heif) => "image/heif",
        _ => "application/octet-stream",
    };
}
