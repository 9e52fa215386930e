using Vislumbre.Catalog;

namespace Vislumbre.Web.Api;

/// <summary>A photo as the API gives it.</summary>
/// <param name="Id">Its number in this library.</param>
/// <param name="Path">Where its file is, or its address; null where the API answers others than this machine's user.</param>
/// <param name="Name">The file's name, or what its source calls it.</param>
/// <param name="Width">Pixels across, upright.</param>
/// <param name="Height">Pixels down, upright.</param>
/// <param name="Description">What somebody, else a machine, wrote about it.</param>
/// <param name="Attribution">Who must be named where it is shown.</param>
/// <param name="Links">Where its pictures and its page are, from this server's root.</param>
internal sealed record ApiPhoto(long Id, string? Path, string Name, int? Width, int? Height, string? Description, Attribution? Attribution, ApiPhotoLinks Links)
{
    /// <summary>Makes one.</summary>
    public static ApiPhoto Of(PhotoRecord photo, PhotoDetails? details, WebOptions options) => new(
        photo.Id, options.IsLocal || photo.IsRemote ? photo.Path : null, PhotoNames.Of(photo, details), photo.Width, photo.Height,
        details?.Description ?? details?.AiDescription, details?.Attribution, new ApiPhotoLinks($"/thumbnails/{photo.Id}", $"/photos/{photo.Id}", $"/photo/{photo.Id}"));
}
