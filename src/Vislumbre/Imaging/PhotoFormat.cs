namespace Vislumbre.Imaging;

/// <summary>The kinds of picture that are read.</summary>
public enum PhotoFormat
{
    /// <summary>JPEG, baseline and progressive.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, lossy and lossless; of an animation the first frame.</summary>
    WebP,

    /// <summary>GIF; the first frame.</summary>
    Gif,

    /// <summary>TIFF; the first page.</summary>
    Tiff,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>HEIC or AVIF.</summary>
    Heif,
}
