using Vislumbre.Catalog;

namespace Vislumbre.Web;

/// <summary>A photo's small pictures as browsers choose among them (srcset).</summary>
internal static class PictureSources
{
    /// <summary>Thumbnails of some sizes with the widths that they have; null where those are not known, as of a photo without a file here.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="edges">The sizes' longer edges.</param>
    public static string? Of(PhotoRecord photo, params ReadOnlySpan<int> edges)
    {
        if (photo.IsRemote || photo is not { Width: > 0 and var width, Height: > 0 and var height }) return null;
        var sources = new List<string>();
        foreach (var edge in edges) sources.Add($"{Address(photo.Id, edge)} {(int)Math.Round(width * Math.Min(1, edge / (double)Math.Max(width, height)))}w");
        return string.Join(", ", sources);
    }

    /// <summary>Where a thumbnail is.</summary>
    public static string Address(long photo, int edge) => edge == Indexing.ThumbnailStore.Edge ? $"/thumbnails/{photo}" : $"/thumbnails/{photo}?w={edge}";
}
