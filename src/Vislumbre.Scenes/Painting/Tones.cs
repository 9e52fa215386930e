using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>Mixing of colours.</summary>
internal static class Tones
{
    public static SKColor Hex(uint rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    public static SKColor Mix(this SKColor a, SKColor b, float share) => new(
        (byte)(a.Red + (b.Red - a.Red) * share),
        (byte)(a.Green + (b.Green - a.Green) * share),
        (byte)(a.Blue + (b.Blue - a.Blue) * share),
        (byte)(a.Alpha + (b.Alpha - a.Alpha) * share));

    public static SKColor Lighter(this SKColor color, float share) => color.Mix(SKColors.White.WithAlpha(color.Alpha), share);

    public static SKColor Darker(this SKColor color, float share) => color.Mix(new SKColor(20, 18, 34, color.Alpha), share);

    public static SKColor Faint(this SKColor color, float opacity) => color.WithAlpha((byte)(color.Alpha * Math.Clamp(opacity, 0, 1)));
}
