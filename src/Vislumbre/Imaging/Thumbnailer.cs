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
        PhotoDecoder.Use(source, limits ?? new DecodeLimits(), neededEdge: edge, photo => photo.ToWebP(edge));
}
