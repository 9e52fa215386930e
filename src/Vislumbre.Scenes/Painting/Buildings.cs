using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>What people build and live in.</summary>
internal static class Buildings
{
    private static readonly SKColor Slate = Tones.Hex(0x5A4650);
    private static readonly SKColor Wood = Tones.Hex(0x6B4226);
    private static readonly SKColor Stone = Tones.Hex(0xB9B2A6);

    private static SKColor Pane(Look look) => look.Lit ? Tones.Hex(0xFFD873) : Tones.Hex(0x8FB4CC);

    private static void Window(Brush brush, Look look, float x, float y, float width, float height)
    {
        brush.Box(SKColors.White, x - 1.6f, y - 1.6f, width + 3.2f, height + 3.2f, 1);
        brush.Box(Pane(look), x, y, width, height);
        brush.Line(SKColors.White, 1.2f, x + width / 2, y, x + width / 2, y + height);
        brush.Line(SKColors.White, 1.2f, x, y + height / 2, x + width, y + height / 2);
    }

    public static void House(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Box(Tones.Hex(0x8A5244), 22, -86, 11, 26);
        brush.Box(color, -40, -52, 80, 52);
        brush.Box(color.Darker(0.18f).Faint(0.6f), 12, -52, 28, 52);
        brush.Shape(Slate, -48, -50, 0, -90, 48, -50);
        brush.Shape(Slate.Lighter(0.15f), -48, -50, 0, -90, -2, -50);
        for (var i = 0; i < 3; i++)
            brush.Line(Slate.Darker(0.25f).Faint(0.6f), 1.2f, -38 + i * 11, -57 - i * 9, 38 - i * 11, -57 - i * 9);
        brush.Box(Wood, -9, -30, 17, 30, 2);
        brush.Circle(Tones.Hex(0xF4C542), 4, -14, 1.5f);
        Window(brush, look, -33, -38, 15, 16);
        Window(brush, look, 17, -38, 15, 16);
        brush.Circle(SKColors.White, 0, -66, 7);
        brush.Circle(Pane(look), 0, -66, 5.2f);
    }

    public static void Church(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Box(color, -14, -46, 64, 46);
        brush.Shape(Tones.Hex(0x8C4A3A), -18, -45, 2, -68, 46, -68, 55, -45);
        brush.Box(color.Lighter(0.1f), -40, -78, 32, 78);
        brush.Box(color.Darker(0.15f).Faint(0.7f), -16, -78, 8, 78);
        brush.Shape(Tones.Hex(0x7A4034), -44, -77, -24, -112, -4, -77);
        brush.Line(Tones.Hex(0xF2D27A), 2.6f, -24, -112, -24, -126);
        brush.Line(Tones.Hex(0xF2D27A), 2.6f, -29, -121, -19, -121);
        brush.Path(Pane(look), "M-29 -52 L-29 -62 Q-24 -70 -19 -62 L-19 -52 Z");
        brush.Path(Wood, "M-32 0 L-32 -20 Q-24 -32 -16 -20 L-16 0 Z");
        foreach (var x in (float[])[2, 20, 38])
            brush.Path(Pane(look), FormattableString.Invariant($"M{x - 4} -14 L{x - 4} -28 Q{x} -36 {x + 4} -28 L{x + 4} -14 Z"));
    }

    public static void Lighthouse(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Ellipse(Tones.Hex(0x6E675E), 0, -2, 36, 9);
        brush.Shape(Tones.Hex(0xF5F2EA), -18, -2, -11, -92, 11, -92, 18, -2);
        for (var i = 0; i < 3; i++)
        {
            var (top, bottom) = (-84f + i * 30, -70f + i * 30);
            brush.Shape(color, -Width(top), top, Width(top), top, Width(bottom), bottom, -Width(bottom), bottom);
        }

        brush.Box(Tones.Hex(0x3A3A44), -15, -96, 30, 5, 1);
        brush.Box(look.Lit ? Tones.Hex(0xFFF0A6) : Tones.Hex(0xCFE4EE), -8, -110, 16, 15);
        brush.Line(Tones.Hex(0x3A3A44), 1.4f, 0, -110, 0, -96);
        brush.Path(color.Darker(0.15f), "M-12 -109 Q0 -126 12 -109 Z");
        brush.Box(Wood, -5, -18, 10, 16, 4);
        brush.Box(Pane(look), -3, -62, 6, 8, 2);

        static float Width(float y) => 11 + (y + 92) / 90 * 7;
    }

    public static void Castle(Brush brush, Look look)
    {
        var color = Stone;
        Tower(-48, 74, 24);
        Tower(24, 74, 24);
        brush.Box(color.Lighter(0.05f), -30, -52, 60, 52);
        Crenels(-30, 60, -52);
        Tower(-15, 96, 30);
        brush.Path(Wood.Darker(0.2f), "M-12 0 L-12 -22 Q0 -38 12 -22 L12 0 Z");
        for (var i = 0; i < 9; i++)
            brush.Box(color.Darker(0.18f), -44 + i * 11, -12 - i * 17 % 40, 7, 3.4f, 1);
        Flag(0, -128);
        Flag(-36, -104);
        Flag(36, -104);

        void Tower(float x, float height, float width)
        {
            brush.Box(color, x, -height, width, height);
            brush.Box(color.Darker(0.2f).Faint(0.6f), x + width * 0.62f, -height, width * 0.38f, height);
            Crenels(x - 2, width + 4, -height);
            brush.Shape(look.Main, x - 3, -height - 6, x + width / 2, -height - 28, x + width + 3, -height - 6);
            brush.Box(Pane(look), x + width / 2 - 3, -height + 14, 6, 11, 3);
        }

        void Crenels(float x, float width, float y)
        {
            for (var i = 0f; i < width - 4; i += 9)
                brush.Box(color.Darker(0.08f), x + i, y - 7, 5.6f, 8);
        }

        void Flag(float x, float y)
        {
            brush.Line(Wood, 1.4f, x, y + 8, x, y - 10);
            brush.Shape(look.Main.Lighter(0.1f), x, y - 10, x + 14, y - 6, x, y - 2);
        }
    }

    public static void Windmill(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Shape(color, -22, 0, -13, -66, 13, -66, 22, 0);
        brush.Shape(color.Darker(0.2f).Faint(0.7f), 6, 0, 4, -66, 13, -66, 22, 0);
        brush.Path(Tones.Hex(0x8C4A3A), "M-16 -64 Q0 -88 16 -64 Z");
        brush.Box(Wood, -6, -20, 12, 20, 5);
        brush.Box(Pane(look), -4, -46, 8, 10, 2);
        var turn = brush.Random.Between(10, 80);
        for (var i = 0; i < 4; i++)
        {
            brush.At(0, -68, 1, turn + i * 90, () =>
            {
                brush.Line(Wood, 2.4f, 0, 0, 0, -52);
                brush.Box(Tones.Hex(0xF7EFDC), 1, -52, 13, 38, 1);
                for (var j = 0; j < 4; j++)
                    brush.Line(Wood.Lighter(0.2f), 1, 1, -48 + j * 10, 14, -48 + j * 10);
            });
        }

        brush.Circle(Wood.Darker(0.3f), 0, -68, 4);
    }

    public static void Tent(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Shape(color.Darker(0.25f), 4, -62, 56, 0, 20, 0);
        brush.Shape(color, -48, 0, 4, -62, 26, 0);
        brush.Shape(look.Lit ? Tones.Hex(0xFFDF8A) : color.Darker(0.6f), -16, 0, 2, -48, 12, 0);
        brush.Shape(color.Lighter(0.25f), -16, 0, 2, -48, -6, 0);
        brush.Line(Wood, 2.4f, 4, -62, 4, -70);
        brush.Line(Tones.Hex(0xE9E0C8), 1.2f, 4, -62, -62, -2);
        brush.Line(Tones.Hex(0xE9E0C8), 1.2f, 4, -62, 68, -2);
    }

    public static void Bridge(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Path(color.Darker(0.3f), "M-70 -8 L-70 -30 Q0 -58 70 -30 L70 -8 L56 -8 Q46 -34 28 -34 Q12 -34 6 -8 L-6 -8 Q-12 -34 -28 -34 Q-46 -34 -56 -8 Z");
        brush.Path(color, "M-72 0 L-72 -26 Q0 -54 72 -26 L72 0 L58 0 Q46 -27 30 -27 Q13 -27 7 0 L-7 0 Q-13 -27 -30 -27 Q-46 -27 -58 0 Z");
        brush.Curve(color.Lighter(0.3f), 4.4f, "M-74 -32 Q0 -60 74 -32");
        for (var i = 0; i < 9; i++)
        {
            var x = -64f + i * 16;
            var y = -46 + x * x / 4096 * 14;
            brush.Line(color.Darker(0.15f), 3, x, y - 8, x, y + 6);
        }

        for (var i = 0; i < 7; i++)
            brush.Line(color.Darker(0.25f), 1.3f, -54 + i * 18, -33 + MathF.Abs(i - 3) * 3, -48 + i * 18, -33 + MathF.Abs(i - 3) * 3);
    }
}
