using SkiaSharp;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Painting;

/// <summary>A room with a window through which the sky is seen.</summary>
internal static class Interior
{
    private static readonly (uint Wall, uint Stripe)[] Papers = [(0xE8D9C0, 0xDDC9A8), (0xC9D8D2, 0xB8CBC4), (0xE6C9BE, 0xDCB8AA), (0xCFCDE2, 0xBFBCD6)];

    public static void Draw(Brush brush, Light light, Moment when, float size, float floor)
    {
        var random = brush.Random;
        var (wall, stripe) = random.Pick(Papers);
        brush.Gradient(0, 0, size, floor, Tones.Hex(wall), Tones.Hex(wall).Darker(0.08f));
        for (var x = 0f; x < size; x += 74)
            brush.Box(Tones.Hex(stripe), x, 0, 26, floor);
        Window(brush, light, when, random.Chance(0.5f) ? 110 : size - 390);
        brush.Box(Tones.Hex(0xF4EEE2), 0, floor - 26, size, 26);
        brush.Gradient(0, floor, size, size - floor, Tones.Hex(0xA87444), Tones.Hex(0xC08A54));
        for (var i = 0; i < 7; i++)
            brush.Line(Tones.Hex(0x7E5430).Faint(0.6f), 2, 0, floor + i * i * 10 + 4, size, floor + i * i * 10 + 4);
        for (var i = -6; i <= 6; i++)
            brush.Line(Tones.Hex(0x7E5430).Faint(0.4f), 2, size / 2 + i * 90, floor, size / 2 + i * 170, size);
        var rug = Tones.Hex(random.Pick<uint>([0x9C4A4A, 0x4A6A8C, 0x5E7F5A, 0x8A6A9A]));
        brush.Ellipse(rug, size / 2, floor + (size - floor) * 0.55f, size * 0.44f, (size - floor) * 0.36f);
        brush.Ellipse(rug.Lighter(0.3f), size / 2, floor + (size - floor) * 0.55f, size * 0.39f, (size - floor) * 0.31f);
        brush.Ellipse(rug.Lighter(0.08f), size / 2, floor + (size - floor) * 0.55f, size * 0.36f, (size - floor) * 0.28f);
    }

    private static void Window(Brush brush, Light light, Moment when, float x)
    {
        const float Top = 90, Width = 280, Height = 250;
        brush.Canvas.Save();
        brush.Canvas.ClipRect(new SKRect(x, Top, x + Width, Top + Height));
        brush.Canvas.Translate(x, Top);
        Sky.Draw(brush, light, when, Width, Height);
        brush.Canvas.Restore();
        var frame = Tones.Hex(0xF7F2E8);
        brush.Box(frame, x - 14, Top - 14, 14, Height + 28);
        brush.Box(frame, x + Width, Top - 14, 14, Height + 28);
        brush.Box(frame, x - 14, Top - 14, Width + 28, 14);
        brush.Box(frame, x - 26, Top + Height, Width + 52, 20, 3);
        brush.Box(frame, x + Width / 2 - 5, Top, 10, Height);
        brush.Box(frame, x, Top + Height / 2 - 5, Width, 10);
        foreach (var side in (float[])[-1, 1])
        {
            var edge = side < 0 ? x - 46 : x + Width + 46;
            brush.Path(Tones.Hex(0xB86A5A), FormattableString.Invariant($"M{edge - side * 4} {Top - 30} L{edge + side * -96} {Top - 30} Q{edge + side * -70} {Top + 140} {edge + side * -34} {Top + Height + 60} L{edge} {Top + Height + 60} Z"));
        }
    }
}
