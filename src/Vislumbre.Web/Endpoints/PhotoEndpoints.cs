using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Web.Endpoints;

/// <summary>The photos of the library, by number: no path from a request ever reaches the disk.</summary>
internal static class PhotoEndpoints
{
    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/photos/{id:long}", Image);
        routes.MapGet("/thumbnails/{id:long}", ThumbnailAsync);
    }

    /// <summary>The photo's file, or its source's page where there is none here.</summary>
    public static IResult Image(long id, PhotoLibrary library, bool download = false)
    {
        if (Find(library, id) is not { } photo) return Results.NotFound();
        if (photo.IsRemote) return Page(library, photo) is { } page ? Results.Redirect(page) : Results.NotFound();
        return File.Exists(photo.Path) ? Results.File(photo.Path, MediaType(photo.Format), download ? Path.GetFileName(photo.Path) : null, photo.Modified, photo.Sha256 is { } hash ? new EntityTagHeaderValue($"\"{hash}\"") : null, enableRangeProcessing: true) : Results.NotFound();
    }

    /// <summary>A small picture of it.</summary>
    public static async Task<IResult> ThumbnailAsync(long id, PhotoLibrary library, RemoteThumbnails remote, HttpContext context, int w = ThumbnailStore.Edge)
    {
        if (Find(library, id) is not { } photo) return Results.NotFound();
        var edge = w <= ThumbnailStore.SmallEdge ? ThumbnailStore.SmallEdge : w <= ThumbnailStore.Edge ? ThumbnailStore.Edge : ThumbnailStore.LargeEdge;
        try
        {
            var bytes = photo.IsRemote ? await remote.GetAsync(photo, context.RequestAborted) : await Task.Run(() => library.Thumbnails.Get(photo, edge), context.RequestAborted);
            context.Response.Headers.CacheControl = "private, max-age=86400";
            return Results.Bytes(bytes, Thumbnailer.MediaType, entityTag: new EntityTagHeaderValue($"\"{photo.Sha256 ?? $"{photo.Id}-{photo.HandledTicks}"}-{edge}\""));
        }
        catch (Exception e) when (e is PhotoException or FetchException or IOException or UnauthorizedAccessException)
        {
            return Results.NotFound();
        }
    }

    // A page of the photo's own source, never another kind of address.
    private static string? Page(PhotoLibrary library, PhotoRecord photo)
    {
        var details = library.Catalog.Details.Of(photo);
        var address = details?.Attribution?.PhotoAddress ?? details?.PageAddress ?? photo.Path;
        return AddressPolicy.IsHttp(address) ? address : null;
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
