using SkiaSharp;

namespace Vislumbre.Testing;

/// <summary>Copies of photos as they come back from a messenger.</summary>
public static class WorseCopy
{
    /// <summary>Re-saves a photo at three quarters of its size, JPEG quality 60.</summary>
    public static byte[] Of(string path)
    {
        using var original = SKBitmap.Decode(path);
        using var smaller = original.Resize(new SKSizeI(original.Width * 3 / 4, original.Height * 3 / 4), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var data = smaller.Encode(SKEncodedImageFormat.Jpeg, 60);
        return data.ToArray();
    }
}
