using Vislumbre.Catalog;

namespace Vislumbre.Web;

/// <summary>What a photo is called where it is shown.</summary>
internal static class PhotoNames
{
    /// <summary>The file's name, or what its source calls it.</summary>
    public static string Of(PhotoRecord photo, PhotoDetails? details) => photo.IsRemote ? details?.Key ?? photo.Path : System.IO.Path.GetFileName(photo.Path);

    /// <summary>What it shows, for those who do not see it.</summary>
    public static string Alternative(PhotoRecord photo, PhotoDetails? details) => details?.Description ?? details?.AiDescription ?? Of(photo, details);
}
