using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>Birds, fish and the rest of the animals.</summary>
internal static class OtherAnimals
{
    private static readonly SKColor Ink = Tones.Hex(0x1E1A22);
    private static readonly SKColor Beak = Tones.Hex(0xF09A2A);

    public static void Bird(Brush brush, Look look)
    {
        var color = look.Main;
        if (look.Action == "flying")
        {
            var beat = brush.Random.Between(-1, 1) > 0 ? 1f : 0.35f;
            brush.Path(color.Darker(0.3f), FormattableString.Invariant($"M-4 -20 C-2 {-44 * beat} 22 {-66 * beat} 34 {-70 * beat} C30 {-46 * beat} 22 -26 10 -16 Z"));
            brush.Path(color.Darker(0.15f), "M-26 -16 L-56 -26 L-50 -14 L-58 -6 L-26 -8 Z");
            brush.Ellipse(color, -4, -15, 28, 12, -6);
            brush.Ellipse(color.Lighter(0.5f), 0, -9, 20, 6, -6);
            brush.Circle(color, 24, -20, 10);
            brush.Shape(Beak, 32, -24, 46, -18, 32, -15);
            brush.Circle(SKColors.White, 27, -23, 2.6f);
            brush.Circle(Ink, 27.6f, -23, 1.6f);
            brush.Path(color.Darker(0.1f), FormattableString.Invariant($"M-10 -18 C-22 {-46 * beat} -22 {-72 * beat} -30 {-84 * beat} C-2 {-72 * beat} 14 {-44 * beat} 12 -16 Z"));
            brush.Path(color.Darker(0.32f).Faint(0.6f), FormattableString.Invariant($"M-28 {-82 * beat} C-22 {-60 * beat} -16 {-40 * beat} -8 -22 L-14 -24 C-22 {-46 * beat} -22 {-66 * beat} -28 {-82 * beat} Z"));
            return;
        }

        brush.Line(Beak.Darker(0.2f), 2.6f, -4, -18, -4, 0, 4, 0);
        brush.Line(Beak.Darker(0.1f), 2.6f, 6, -18, 6, 0, 14, 0);
        brush.Path(color.Darker(0.25f), "M-24 -34 L-52 -16 L-46 -12 L-18 -22 Z");
        brush.Ellipse(color, 0, -34, 28, 20, -22);
        brush.Ellipse(color.Lighter(0.5f), 8, -28, 17, 13, -28);
        brush.Circle(color, 22, -56, 15);
        brush.Shape(Beak, 35, -60, 50, -54, 35, -49);
        brush.Circle(SKColors.White, 26, -59, 3.6f);
        brush.Circle(Ink, 27, -59, 2.3f);
        brush.Ellipse(color.Darker(0.25f), -10, -36, 20, 11, 18);
    }

    public static void Duck(Brush brush, Look look)
    {
        var color = look.Main;
        if (look.Action != "swimming")
        {
            brush.Line(Beak, 4, -4, -14, -4, 0, 6, 0);
            brush.Line(Beak.Darker(0.15f), 4, 10, -14, 10, 0, 20, 0);
        }

        var drop = look.Action == "swimming" ? 12 : 0;
        brush.At(0, drop, 1, 0, () =>
        {
            brush.Path(color.Darker(0.08f), "M-50 -44 C-46 -20 -30 -10 0 -10 C30 -10 42 -24 36 -44 C20 -38 0 -50 -18 -42 C-30 -38 -40 -36 -50 -44 Z");
            brush.Path(color, "M18 -36 C20 -50 16 -60 20 -72 L44 -66 C40 -56 44 -44 36 -32 Z");
            brush.Circle(color, 32, -74, 15);
            brush.Path(Beak, "M44 -78 Q60 -76 64 -69 Q54 -66 44 -68 Z");
            brush.Circle(Ink, 36, -78, 2.6f);
            brush.Path(color.Darker(0.22f), "M-34 -38 C-10 -48 12 -40 16 -28 C2 -16 -22 -20 -34 -38 Z");
        });
    }

    public static void Owl(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Ellipse(Beak, -10, -2, 7, 3);
        brush.Ellipse(Beak, 10, -2, 7, 3);
        brush.Ellipse(color, 0, -38, 28, 37);
        brush.Ellipse(color.Lighter(0.4f), 0, -30, 18, 26);
        for (var row = 0; row < 4; row++)
        {
            for (var i = -1; i <= 1; i++)
                brush.Curve(color.Darker(0.2f), 1.6f, FormattableString.Invariant($"M{i * 10 - 4 + row % 2 * 4} {-44 + row * 9} q4 5 8 0"));
        }

        brush.Ellipse(color.Darker(0.25f), -26, -36, 9, 27, 8);
        brush.Ellipse(color.Darker(0.25f), 26, -36, 9, 27, -8);
        brush.Ellipse(color, 0, -70, 27, 21);
        brush.Shape(color, -27, -70, -25, -98, -6, -82);
        brush.Shape(color, 27, -70, 25, -98, 6, -82);
        foreach (var x in (float[])[-11, 11])
        {
            brush.Circle(color.Lighter(0.55f), x, -70, 12);
            if (look.Action == "sleeping")
            {
                brush.Curve(Ink, 2.2f, FormattableString.Invariant($"M{x - 6} -70 q6 5 12 0"));
                continue;
            }

            brush.Circle(Tones.Hex(0xFFC93C), x, -70, 8);
            brush.Circle(Ink, x, -70, 4.6f);
        }

        brush.Shape(Beak, -4, -66, 4, -66, 0, -56);
    }

    public static void Penguin(Brush brush, Look look)
    {
        var coat = Tones.Hex(0x262A38);
        brush.Ellipse(Beak, -10, -3, 10, 4);
        brush.Ellipse(Beak, 12, -3, 10, 4);
        brush.Ellipse(coat, -27, -44, 7, 25, look.Action == "playing" ? 50 : 16);
        brush.Ellipse(coat, 0, -44, 28, 42);
        brush.Ellipse(SKColors.White, 6, -38, 19, 34);
        brush.Ellipse(coat.Lighter(0.12f), 25, -44, 7, 25, look.Action == "playing" ? -60 : -14);
        brush.Circle(coat, 3, -84, 18);
        brush.Ellipse(SKColors.White, 10, -81, 9, 10);
        brush.Ellipse(Tones.Hex(0xF5B93E), 2, -70, 15, 3.6f);
        brush.Shape(Beak, 18, -86, 34, -80, 18, -76);
        brush.Circle(Ink, 11, -86, 2.4f);
    }

    public static void Fish(Brush brush, Look look)
    {
        var color = look.Main;
        brush.At(0, look.Action == "jumping" ? -26 : -24, 1, look.Action == "jumping" ? -34 : 0, () =>
        {
            brush.Path(color.Darker(0.2f), "M-24 0 L-54 -22 Q-46 0 -54 22 Z");
            brush.Path(color.Darker(0.12f), "M-12 -16 Q2 -36 24 -20 L18 -10 Z");
            brush.Path(color.Darker(0.2f), "M-6 14 Q0 30 14 28 L12 14 Z");
            brush.Path(color, "M-32 0 C-16 -30 30 -30 48 0 C30 30 -16 30 -32 0 Z");
            brush.Path(color.Lighter(0.45f), "M-24 6 C-10 24 28 22 44 4 C28 12 -4 14 -24 6 Z");
            foreach (var x in (float[])[-12, 2, 16])
                brush.Curve(color.Darker(0.25f), 2, FormattableString.Invariant($"M{x} -12 q8 12 0 24"));
            brush.Circle(SKColors.White, 32, -5, 6);
            brush.Circle(Ink, 33.5f, -5, 3.4f);
            brush.Curve(color.Darker(0.5f), 1.8f, "M46 4 q-6 4 -9 2");
        });
    }

    public static void Whale(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Path(color.Darker(0.15f), "M-40 -16 C-58 -20 -62 -36 -76 -42 C-62 -46 -54 -44 -50 -36 C-50 -46 -44 -54 -34 -56 C-38 -44 -40 -30 -28 -20 Z");
        brush.Path(color, "M-46 -10 C-40 -42 -4 -58 28 -50 C50 -44 56 -26 52 -6 L-40 -6 Z");
        brush.Path(SKColors.White.Mix(color, 0.25f), "M-20 -6 C0 -8 34 -22 53 -20 L52 -6 Z");
        for (var i = 0; i < 4; i++)
            brush.Line(color.Darker(0.25f), 1.4f, 16 + i * 8, -6, 24 + i * 7, -17);
        brush.Circle(SKColors.White, 34, -28, 3.6f);
        brush.Circle(Ink, 35, -28, 2.4f);
        brush.Path(color.Darker(0.25f), "M0 -10 Q-4 4 -18 6 Q-10 -4 -8 -12 Z");
        var spray = Tones.Hex(0xDDF2FF).Faint(0.9f);
        brush.Curve(spray, 3.4f, "M20 -52 Q20 -76 4 -82");
        brush.Curve(spray, 3.4f, "M20 -52 Q22 -80 38 -84");
        brush.Curve(spray, 3, "M20 -52 L21 -90");
    }

    public static void Butterfly(Brush brush, Look look)
    {
        var color = look.Main;
        brush.At(0, -40, 1, 18, () =>
        {
            foreach (var side in (float[])[-1, 1])
            {
                brush.Canvas.Save();
                brush.Canvas.Scale(side, 1);
                brush.Path(color, "M2 -2 C14 -46 52 -46 52 -18 C52 0 26 8 2 4 Z");
                brush.Path(color.Darker(0.15f), "M2 4 C24 4 44 14 36 32 C28 46 10 30 2 10 Z");
                brush.Ellipse(SKColors.White.Faint(0.85f), 36, -20, 7, 6);
                brush.Ellipse(color.Darker(0.55f), 22, -16, 7, 8, 20);
                brush.Circle(SKColors.White.Faint(0.7f), 24, 22, 5);
                brush.Curve(color.Darker(0.6f), 2.6f, "M2 -2 C14 -46 52 -46 52 -18 C52 0 26 8 2 4");
                brush.Curve(Ink, 1.6f, "M1 -12 Q6 -30 16 -32");
                brush.Canvas.Restore();
            }

            brush.Ellipse(Ink, 0, 2, 4, 19);
        });
    }

    public static void Turtle(Brush brush, Look look)
    {
        var (shell, skin) = (look.Main, Tones.Hex(0x7FA650));
        foreach (var x in (float[])[-24, 22])
            brush.Line(skin.Darker(0.2f), 11, x, -16, x + 3, -5);
        brush.Line(skin, 12, 30, -20, 50, -30);
        brush.Circle(skin, 53, -32, 11);
        brush.Circle(Ink, 57, -35, 2.2f);
        brush.Shape(skin, -38, -16, -54, -8, -36, -8);
        brush.Path(shell, "M-42 -12 C-40 -52 34 -56 40 -12 Z");
        brush.Box(shell.Darker(0.25f), -46, -16, 90, 8, 4);
        foreach (var (x, y) in ((float, float)[])[(-22, -26), (0, -32), (20, -26)])
            brush.Shape(shell.Darker(0.3f), x - 9, y, x - 4, y - 9, x + 5, y - 9, x + 9, y, x + 4, y + 8, x - 5, y + 8);
    }
}
