using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>Things of a house and of play.</summary>
internal static class Things
{
    private static readonly SKColor Wood = Tones.Hex(0x8A5A34);

    public static void Chair(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Line(color.Darker(0.35f), 5, 14, -40, 16, 0);
        brush.Line(color.Darker(0.35f), 5, -18, -40, -20, -4);
        brush.Box(color.Darker(0.1f), -30, -98, 9, 60, 4);
        brush.Box(color, -30, -98, 12, 54, 5);
        brush.Shape(color.Lighter(0.1f), -30, -46, 24, -46, 32, -36, -24, -36);
        brush.Box(color.Darker(0.2f), -24, -37, 56, 6, 2);
        brush.Line(color.Darker(0.15f), 6, -24, -34, -26, 0);
        brush.Line(color.Darker(0.15f), 6, 28, -34, 30, 0);
    }

    public static void Table(Brush brush, Look look)
    {
        var color = look.Main;
        foreach (var x in (float[])[-38, 38])
            brush.Line(color.Darker(0.45f), 5, x * 0.8f, -44, x * 0.8f, -6);
        brush.Shape(color.Lighter(0.1f), -46, -60, 46, -60, 58, -46, -58, -46);
        brush.Box(color.Darker(0.15f), -58, -47, 116, 8, 2);
        foreach (var x in (float[])[-50, 50])
            brush.Line(color.Darker(0.2f), 7, x, -40, x, 0);
    }

    public static void Lamp(Brush brush, Look look)
    {
        brush.Ellipse(Tones.Hex(0x3A3640), 0, -3, 20, 5);
        brush.Line(Tones.Hex(0x4A4650), 4, 0, -4, 0, -68);
        if (look.Lit)
            brush.Glow(Tones.Hex(0xFFE6A0).Faint(0.9f), 0, -76, 60, SKBlendMode.SrcOver);
        brush.Shape(look.Main, -16, -102, 16, -102, 30, -62, -30, -62);
        brush.Shape(look.Main.Lighter(0.3f), -10, -102, 4, -102, 2, -62, -20, -62);
        brush.Ellipse(Tones.Hex(0xFFF1C2), 0, -62, 28, 4);
    }

    public static void Umbrella(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Line(Tones.Hex(0x7A5A3C), 3.6f, 0, 0, 0, -96);
        brush.Path(color, "M-56 -56 C-54 -104 54 -104 56 -56 Q46 -64 37 -56 Q28 -64 18 -56 Q9 -64 0 -56 Q-9 -64 -18 -56 Q-28 -64 -37 -56 Q-46 -64 -56 -56 Z");
        brush.Path(color.Lighter(0.6f), "M-37 -56 C-34 -78 -18 -92 0 -93 C-10 -84 -16 -70 -18 -56 Q-28 -64 -37 -56 Z");
        brush.Path(color.Lighter(0.6f), "M37 -56 C34 -78 18 -92 0 -93 C10 -84 16 -70 18 -56 Q28 -64 37 -56 Z");
        brush.Line(color.Darker(0.3f), 3, 0, -94, 0, -101);
    }

    public static void Ball(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Circle(color, 0, -36, 36);
        brush.Path(SKColors.White.Faint(0.92f), "M-12 -70 C-36 -52 -36 -18 -12 -2 C-20 -26 -20 -48 -12 -70 Z");
        brush.Path(SKColors.White.Faint(0.92f), "M14 -69 C32 -50 32 -20 14 -3 C8 -24 8 -48 14 -69 Z");
        brush.Circle(SKColors.White, 0, -68, 5);
        brush.Ellipse(SKColors.White.Faint(0.5f), -14, -54, 8, 6, -30);
    }

    public static void Kite(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Curve(Tones.Hex(0xF2ECD8), 1.6f, "M-2 -20 C-16 -4 6 8 -14 26 C-24 36 -14 48 -26 56");
        foreach (var (x, y) in ((float, float)[])[(-8, 4), (-12, 24), (-20, 44)])
            brush.Shape(color.Lighter(0.3f), x - 8, y - 4, x, y, x - 8, y + 4, x + 8, y + 4, x, y, x + 8, y - 4);
        brush.At(0, -56, 1, 18, () =>
        {
            brush.Shape(color, 0, -46, 30, -8, 0, 44, -30, -8);
            brush.Shape(color.Lighter(0.55f), 0, -46, 30, -8, 0, -8);
            brush.Shape(color.Lighter(0.55f), 0, 44, -30, -8, 0, -8);
            brush.Line(Wood, 1.6f, 0, -46, 0, 44);
            brush.Line(Wood, 1.6f, -30, -8, 30, -8);
        });
    }

    public static void Snowman(Brush brush, Look look)
    {
        var snow = Tones.Hex(0xF4F8FD);
        brush.Line(Wood.Darker(0.2f), 2.6f, -16, -54, -42, -70);
        brush.Line(Wood.Darker(0.2f), 2.6f, 16, -54, 42, -72);
        brush.Circle(snow.Darker(0.06f), 0, -24, 26);
        brush.Circle(snow, 0, -58, 19);
        brush.Circle(snow, 0, -86, 14);
        brush.Box(look.Main, -14, -77, 28, 6, 3);
        brush.Box(look.Main.Darker(0.1f), 5, -75, 7, 20, 2);
        brush.Box(Tones.Hex(0x2A2A34), -16, -99, 32, 4, 2);
        brush.Box(Tones.Hex(0x2A2A34), -10, -116, 20, 18, 2);
        brush.Shape(Tones.Hex(0xF08A28), 2, -88, 20, -84, 2, -83);
        foreach (var (x, y) in ((float, float)[])[(-4, -90), (5, -91), (1, -64), (1, -56), (1, -48)])
            brush.Circle(Tones.Hex(0x2A2A34), x, y, 1.9f);
    }

    public static void Bench(Brush brush, Look look)
    {
        var color = look.Main;
        foreach (var x in (float[])[-40, 40])
        {
            brush.Line(Tones.Hex(0x34343C), 4.4f, x, -64, x, 0);
            brush.Line(Tones.Hex(0x34343C), 4.4f, x * 0.8f, -26, x * 0.8f, -4);
        }

        foreach (var y in (float[])[-66, -54, -42])
            brush.Box(color, -52, y, 104, 8, 3);
        brush.Shape(color.Lighter(0.12f), -50, -32, 50, -32, 56, -24, -56, -24);
        brush.Box(color.Darker(0.22f), -56, -25, 112, 5, 2);
    }

    public static void Teddy(Brush brush, Look look)
    {
        var color = look.Main;
        foreach (var x in (float[])[-1, 1])
        {
            brush.Circle(color.Darker(0.1f), x * 19, -92, 10);
            brush.Circle(color.Lighter(0.35f), x * 19, -91, 5.6f);
            brush.Ellipse(color.Darker(0.08f), x * 27, -46, 10, 19, x * 24);
            brush.Ellipse(color.Darker(0.05f), x * 22, -11, 14, 11);
            brush.Circle(color.Lighter(0.35f), x * 24, -11, 6.4f);
        }

        brush.Ellipse(color, 0, -34, 26, 29);
        brush.Ellipse(color.Lighter(0.35f), 0, -32, 16, 19);
        brush.Circle(color, 0, -76, 24);
        brush.Ellipse(color.Lighter(0.4f), 0, -68, 11, 8.5f);
        brush.Ellipse(Tones.Hex(0x2A2026), 0, -72, 4, 2.8f);
        brush.Circle(Tones.Hex(0x2A2026), -9, -80, 2.6f);
        brush.Circle(Tones.Hex(0x2A2026), 9, -80, 2.6f);
        brush.Shape(Tones.Hex(0xD8352F), 0, -54, -12, -60, -12, -48, 0, -54, 12, -60, 12, -48);
    }
}
