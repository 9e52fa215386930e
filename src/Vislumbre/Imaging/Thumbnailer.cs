using NetVips;

namespace Vislumbre.Imaging;

/// <summary>Makes small pictures for pages: upright, sRGB, WebP, without metadata.</summary>
public static class Thumbnailer
{
    /// <summary>The media type of what is made.</summary>
    public const string MediaType = "image/webp";

    /// <summary>The version of libvips, which loads it.</summary>
    public static string NativeVersion => PhotoDecoder.NativeVersion;

    /// <summary>Makes a thumbnail.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="edge">The longer edge at most, in pixels; a smaller picture is not enlarged.</param>
    /// <param name="limits">What the picture may cost.</param>
    /// <returns>The bytes of a WebP file.</returns>
    /// <exception cref="PhotoException">It cannot be read.</exception>
    public static byte[] Make(PhotoSource source, int edge, DecodeLimits? limits = null) =>
        PhotoDecoder.Use(source, limits ?? new DecodeLimits(), neededEdge: edge, photo => photo.ToWebP(edge)[0]);

    /// <summary>Makes thumbnails of several sizes while the picture is decoded once.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="edges">The longer edges at most, in pixels, the largest first.</param>
    /// <returns>The bytes of a WebP file for each.</returns>
    /// <exception cref="PhotoException">It cannot be read.</exception>
    public static byte[][] Make(PhotoSource source, IReadOnlyList<int> edges) => PhotoDecoder.Use(source, new DecodeLimits(), neededEdge: edges[0], photo => photo.ToWebP(edges));

    /// <summary>Puts small pictures, each cropped to a square in its middle, into one on nothing.</summary>
    /// <param name="pictures">Files that this class made, and where each square's upper left corner goes.</param>
    /// <param name="edge">The whole's edge in pixels.</param>
    /// <param name="cell">A square's edge in pixels.</param>
    /// <returns>The bytes of a WebP file.</returns>
    public static byte[] Mosaic(IReadOnlyList<(byte[] File, int Left, int Top)> pictures, int edge, int cell)
    {
        var gap = Math.Max(1, cell / 32);
        var whole = Image.Black(edge, edge, bands: 4).Copy(interpretation: Enums.Interpretation.Srgb);
        foreach (var (file, left, top) in pictures)
        {
            // Into memory at once: pixels that are read later would be read from a buffer that may be gone by then.
            using var source = Image.NewFromBuffer(file);
            using var small = source.ThumbnailImage(cell - 2 * gap, height: cell - 2 * gap, crop: Enums.Interesting.Centre);
            using var picture = small.CopyMemory();
            using var opaque = picture.HasAlpha() ? picture.Copy() : picture.Bandjoin(255);
            var next = whole.Insert(opaque, left + gap, top + gap);
            whole.Dispose();
            whole = next;
        }

        using (whole) return whole.WebpsaveBuffer(q: 75, effort: 0, keep: Enums.ForeignKeep.None);
    }
}
