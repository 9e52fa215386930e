namespace Vislumbre.Imaging;

/// <summary>Tells whether a picture is whole.</summary>
public static class PictureCheck
{
    /// <summary>Decodes a picture at the smallest scale that its kind allows: every byte of it is read.</summary>
    /// <exception cref="PhotoException">It is cut short, damaged, or no picture; the fault says what.</exception>
    public static PhotoFacts Read(PhotoSource source, DecodeLimits? limits = null) =>
        PhotoDecoder.Use(source, limits ?? new DecodeLimits(), neededEdge: 1, photo =>
        {
            for (var top = 0; top < photo.Height; top += 256) photo.ReadRows(top, Math.Min(256, photo.Height - top));
            return photo.Facts;
        }, raw: true);

    /// <summary>Reads a picture's header alone.</summary>
    /// <exception cref="PhotoException">It is no picture, or its header is damaged.</exception>
    public static PhotoFacts ReadHeader(PhotoSource source, DecodeLimits? limits = null) => PhotoDecoder.Use(source, limits ?? new DecodeLimits(), neededEdge: 0, photo => photo.Facts, raw: true);
}
