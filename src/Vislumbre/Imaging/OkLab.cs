namespace Vislumbre.Imaging;

/// <summary>
/// OKLab, where equal distances look about equally different (Ottosson 2020, "A perceptual color space for image processing"):
/// L lightness in 0..1, a green to red, b blue to yellow, both about −0.4..0.4.
/// </summary>
public static class OkLab
{
    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(v => ToLinear(v / 255.0))];

    /// <summary>The colour of an sRGB pixel.</summary>
    public static (float L, float A, float B) FromSrgb(byte r, byte g, byte b)
    {
        var (red, green, blue) = (Linear[r], Linear[g], Linear[b]);
        var l = MathF.Cbrt(0.4122214708f * red + 0.5363325363f * green + 0.0514459929f * blue);
        var m = MathF.Cbrt(0.2119034982f * red + 0.6806995451f * green + 0.1073969566f * blue);
        var s = MathF.Cbrt(0.0883024619f * red + 0.2817188376f * green + 0.6299787005f * blue);
        return (0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
            1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
            0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s);
    }

    /// <summary>The sRGB pixel of a colour; what lies outside of sRGB is cut to 0..255 a channel.</summary>
    public static (byte R, byte G, byte B) ToSrgb(float l, float a, float b)
    {
        var (x, y, z) = (Cube(l + 0.3963377774f * a + 0.2158037573f * b), Cube(l - 0.1055613458f * a - 0.0638541728f * b), Cube(l - 0.0894841775f * a - 1.2914855480f * b));
        return (ToByte(4.0767416621f * x - 3.3077115913f * y + 0.2309699292f * z),
            ToByte(-1.2684380046f * x + 2.6097574011f * y - 0.3413193965f * z),
            ToByte(-0.0041960863f * x - 0.7034186147f * y + 1.7076147010f * z));
    }

    private static float Cube(float v) => v * v * v;

    private static float ToLinear(double v) => (float)(v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4));

    private static byte ToByte(float linear)
    {
        var v = linear <= 0.0031308f ? 12.92f * linear : 1.055f * MathF.Pow(linear, 1 / 2.4f) - 0.055f;
        return v > 0 ? (byte)(255 * MathF.Min(v, 1) + 0.5f) : (byte)0; // and 0 for what is no number
    }
}
