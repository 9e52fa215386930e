using Vislumbre.Catalog;

namespace Vislumbre.Web;

/// <summary>What a photo is called where it is shown, and by which words.</summary>
internal static class PhotoNames
{
    /// <summary>The file's name, or what its source calls it.</summary>
    public static string Of(PhotoRecord photo, PhotoDetails? details) => photo.IsRemote ? details?.Key ?? photo.Path : System.IO.Path.GetFileName(photo.Path);

    /// <summary>Its keywords, its source's first, none twice.</summary>
    public static IEnumerable<string> Keywords(PhotoCatalog catalog, PhotoDetails? details, PhotoLook? look) =>
        (details is null ? [] : catalog.Details.Keywords(details.Id).Select(keyword => keyword.Word)).Concat(look?.Metadata.Keywords ?? []).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>What it shows, for those who do not see it.</summary>
    public static string Alternative(PhotoRecord photo, PhotoDetails? details) => details?.Description ?? details?.AiDescription ?? Of(photo, details);
}
