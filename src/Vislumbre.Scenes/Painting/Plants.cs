using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>What grows, and the mountain that it grows on.</summary>
internal static class Plants
{
    private static readonly SKColor Bark = Tones.Hex(0x6E4A30);
    private static readonly SKColor Leaf = Tones.Hex(0x4E8B3A);

    public static void Tree(Brush brush, Look look)
    {
        var leaf = look.Main;
        brush.Path(Bark, "M-7 0 Q-4 -22 -5 -48 L5 -48 Q4 -22 8 0 Z");
        brush.Line(Bark, 4, 0, -34, 14, -52);
        brush.Line(Bark, 4, 0, -30, -14, -48);
        foreach (var (x, y, r, shade) in ((float, float, float, float)[])[(-22, -56, 18, 0.22f), (22, -56, 18, 0.26f), (0, -54, 20, 0.2f), (-16, -76, 20, 0.06f), (17, -74, 19, 0.14f), (0, -88, 19, 0f), (-4, -68, 18, 0.04f)])
            brush.Circle(leaf.Darker(shade), x + brush.Random.Between(-2, 2), y + brush.Random.Between(-2, 2), r);
        for (var i = 0; i < 16; i++)
            brush.Ellipse(leaf.Lighter(0.22f).Faint(0.5f), brush.Random.Between(-26, 18), brush.Random.Between(-100, -58), 3.4f, 2, brush.Random.Between(-40, 40));
    }

    public static void Fir(Brush brush, Look look)
    {
        var leaf = look.Main;
        brush.Box(Bark, -5, -16, 10, 16);
        for (var i = 0; i < 4; i++)
        {
            var (y, half) = (-12f - i * 21, 34f - i * 7);
            brush.Shape(leaf.Darker(0.2f - i * 0.05f), -half, y, -half * 0.55f, y - 4, 0, y - 36, half * 0.55f, y - 4, half, y);
            brush.Shape(leaf.Lighter(0.12f).Faint(0.5f), -half * 0.9f, y - 1, -half * 0.5f, y - 5, 0, y - 35, -half * 0.2f, y - 4);
        }
    }

    public static void Palm(Brush brush, Look look)
    {
        var leaf = Leaf.Lighter(0.08f);
        brush.Curve(Bark.Lighter(0.15f), 8, "M-8 0 Q-12 -40 8 -76");
        for (var i = 0; i < 7; i++)
            brush.Line(Bark.Darker(0.1f), 1.6f, -14 + i * 1.6f, -10 - i * 9, -4 + i * 1.6f, -11 - i * 9);
        foreach (var (dx, dy, shade) in ((float, float, float)[])[(-44, 10, 0.25f), (42, 12, 0.3f), (-36, -20, 0.1f), (40, -18, 0.15f), (-12, -34, 0f), (20, -34, 0.05f), (-24, 26, 0.3f), (30, 28, 0.32f)])
            brush.Path(leaf.Darker(shade), FormattableString.Invariant($"M8 -76 Q{8 + dx * 0.5f} {-92 + dy * 0.4f} {8 + dx} {-76 + dy} Q{8 + dx * 0.5f} {-80 + dy * 0.55f} 8 -76 Z"));
        brush.Circle(Tones.Hex(0x7A4A22), 4, -72, 5);
        brush.Circle(Tones.Hex(0x7A4A22), 12, -71, 5);
    }

    public static void Flower(Brush brush, Look look)
    {
        brush.Curve(Leaf, 4.4f, "M0 0 Q-5 -30 1 -62");
        brush.Path(Leaf.Lighter(0.1f), "M-2 -20 Q-28 -22 -32 -42 Q-10 -42 -2 -20 Z");
        brush.Path(Leaf.Darker(0.1f), "M-2 -12 Q22 -14 28 -32 Q6 -34 -2 -12 Z");
        for (var i = 0; i < 8; i++)
            brush.At(1, -72, 1, i * 45, () => brush.Ellipse(look.Main.Darker(i % 2 * 0.14f), 0, -17, 8.5f, 14));
        brush.Circle(Tones.Hex(0xF2B632), 1, -72, 10);
        brush.Circle(Tones.Hex(0xC9822A).Faint(0.7f), 2, -70, 6);
    }

    public static void Cactus(Brush brush, Look look)
    {
        var color = Tones.Hex(0x4F8F4C);
        brush.Line(color.Darker(0.15f), 15, 0, -36, 26, -36, 26, -64);
        brush.Line(color.Darker(0.08f), 14, 0, -26, -25, -26, -25, -50);
        brush.Line(color, 22, 0, -8, 0, -88);
        foreach (var x in (float[])[-6, 0, 6])
            brush.Line(color.Darker(0.25f), 1.4f, x, -6, x, -92);
        for (var i = 0; i < 9; i++)
            brush.Line(Tones.Hex(0xF2ECD0), 1.1f, -11, -14 - i * 9, -15, -17 - i * 9);
        foreach (var (x, y) in ((float, float)[])[(0, -100), (26, -74), (-25, -60)])
        {
            brush.Circle(look.Main, x - 3, y, 4.4f);
            brush.Circle(look.Main.Lighter(0.2f), x + 3, y - 1, 4.4f);
        }
    }

    public static void Mushroom(Brush brush, Look look)
    {
        brush.Path(Tones.Hex(0xF3E8D2), "M-14 0 Q-8 -24 -12 -44 L12 -44 Q8 -24 15 0 Z");
        brush.Ellipse(Tones.Hex(0xDCCBAA), 0, -44, 30, 7);
        brush.Path(look.Main, "M-46 -42 C-44 -92 44 -92 46 -42 Q0 -54 -46 -42 Z");
        foreach (var (x, y, r) in ((float, float, float)[])[(-24, -58, 6), (-4, -72, 7), (20, -62, 6), (34, -50, 4), (2, -54, 4)])
            brush.Ellipse(Tones.Hex(0xFFF6E6), x, y, r, r * 0.8f);
    }

    public static void Mountain(Brush brush, Look look)
    {
        var rock = Tones.Hex(0x7A7F94);
        brush.Shape(rock.Darker(0.15f), 4, 0, 40, -62, 78, 0);
        brush.Shape(rock, -78, 0, -36, -52, -24, -46, 0, -100, 22, -58, 30, -54, 58, 0);
        brush.Shape(rock.Darker(0.3f), 0, -100, 22, -58, 30, -54, 58, 0, 12, 0, 8, -40, -4, -62);
        brush.Shape(Tones.Hex(0xF6F9FD), 0, -100, -15, -66, -7, -70, -3, -58, 6, -70, 12, -62, 17, -68);
        brush.Shape(Tones.Hex(0xCBD6E8), 0, -100, 17, -68, 12, -62, 6, -70, 0, -64);
    }
}
