using Vislumbre.Catalog;
using Vislumbre.Imaging;

namespace Vislumbre.Web.Api;

/// <summary>All that is known of a photo.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="Format">The picture's kind.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Sha256">The file's hash.</param>
/// <param name="Metadata">What its file says.</param>
/// <param name="Colours">Its main colours, the largest first, as #rrggbb.</param>
/// <param name="Source">What its source says; null where none does.</param>
/// <param name="Keywords">Its keywords.</param>
/// <param name="Collections">The collections that it is in.</param>
/// <param name="Alike">Photos that are nearly the same, itself included.</param>
internal sealed record ApiPhotoDetails(
    ApiPhoto Photo, string? Format, long Bytes, string? Sha256, PhotoMetadata? Metadata, IReadOnlyList<string> Colours, PhotoDetails? Source, IReadOnlyList<string> Keywords,
    IReadOnlyList<string> Collections, int Alike)
{
    /// <summary>Makes one.</summary>
    public static ApiPhotoDetails Of(PhotoRecord photo, PhotoCatalog catalog, WebOptions options)
    {
        var (details, look) = (catalog.Details.Of(photo), catalog.Looks.Find(photo.Id));
        return new ApiPhotoDetails(
            ApiPhoto.Of(photo, details, options), photo.Format, photo.Bytes, photo.Sha256, look?.Metadata, [.. (look?.Colours ?? []).Select(colour => colour.Hex)],
            // Where files lie on this machine is nobody else's concern.
            options.IsLocal ? details : details is null ? null : details with { File = null, Key = System.IO.Path.GetFileName(details.Key) },
            [.. PhotoNames.Keywords(catalog, details, look)],
            details is null ? [] : catalog.Details.Collections(details.Id), catalog.Looks.Alike([photo.Id]).TryGetValue(photo.Id, out var group) ? group.Count : 1);
    }
}
