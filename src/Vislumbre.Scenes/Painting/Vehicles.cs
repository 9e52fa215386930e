using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>Things that carry people.</summary>
internal static class Vehicles
{
    private static readonly SKColor Rubber = Tones.Hex(0x22222A);
    private static readonly SKColor Chrome = Tones.Hex(0xC9CED6);

    private static SKColor Glass(Look look) => look.Lit ? Tones.Hex(0xFFE29A) : Tones.Hex(0xBFE0F0);

    private static void Wheel(Brush brush, float x, float y, float radius)
    {
        brush.Circle(Rubber, x, y, radius);
        brush.Circle(Chrome, x, y, radius * 0.55f);
        brush.Circle(Rubber.Lighter(0.3f), x, y, radius * 0.2f);
    }

    public static void Car(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Path(color.Darker(0.08f), "M-28 -28 C-24 -44 -16 -47 2 -47 C18 -47 24 -42 33 -28 Z");
        brush.Path(Glass(look), "M-22 -29 C-19 -40 -14 -43 -3 -43 L-3 -29 Z");
        brush.Path(Glass(look), "M1 -43 C14 -43 20 -39 27 -29 L1 -29 Z");
        brush.Path(color, "M-52 -10 C-54 -24 -48 -29 -34 -30 L34 -30 C46 -28 53 -24 53 -10 Z");
        brush.Line(color.Darker(0.3f), 1.2f, -1, -29, -1, -12);
        brush.Line(color.Lighter(0.35f), 1.6f, -46, -22, 46, -22);
        brush.Ellipse(look.Lit ? Tones.Hex(0xFFF6C4) : Tones.Hex(0xFFE9A8), 50, -20, 3.6f, 4.4f);
        brush.Box(Tones.Hex(0xC2262A), -53, -24, 4, 8, 1.5f);
        brush.Box(Chrome.Darker(0.4f), -54, -12, 108, 4, 2);
        Wheel(brush, -30, -10, 10.5f);
        Wheel(brush, 30, -10, 10.5f);
    }

    public static void Bus(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Box(color, -58, -62, 116, 54, 7);
        brush.Box(color.Lighter(0.55f), -58, -30, 116, 7);
        for (var i = 0; i < 5; i++)
            brush.Box(Glass(look), -52 + i * 19, -54, 15, 19, 2.5f);
        brush.Box(Glass(look).Darker(0.1f), 43, -54, 12, 40, 2.5f);
        brush.Circle(Tones.Hex(0xFFE9A8), 54, -16, 3.4f);
        Wheel(brush, -34, -9, 11);
        Wheel(brush, 30, -9, 11);
    }

    public static void Truck(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Box(Tones.Hex(0xE7E2D6), -60, -66, 74, 54, 3);
        for (var i = 0; i < 5; i++)
            brush.Line(Tones.Hex(0xC7C0B0), 1.4f, -50 + i * 14, -62, -50 + i * 14, -16);
        brush.Path(color, "M16 -10 L16 -52 L38 -52 Q46 -50 50 -34 L58 -30 L58 -10 Z");
        brush.Path(Glass(look), "M22 -46 L36 -46 Q42 -44 45 -34 L22 -34 Z");
        brush.Box(Rubber.Lighter(0.2f), -60, -14, 118, 5, 2);
        brush.Circle(Tones.Hex(0xFFE9A8), 55, -20, 3.4f);
        Wheel(brush, -42, -9, 11);
        Wheel(brush, -16, -9, 11);
        Wheel(brush, 38, -9, 11);
    }

    public static void Tractor(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Box(color, -8, -44, 54, 24, 5);
        brush.Path(color.Darker(0.15f), "M-34 -72 L2 -72 L4 -66 L-36 -66 Z");
        brush.Line(color.Darker(0.2f), 3, -30, -68, -32, -34);
        brush.Line(color.Darker(0.2f), 3, -2, -68, 2, -40);
        brush.Box(Glass(look).Faint(0.75f), -29, -65, 27, 25);
        brush.Line(Tones.Hex(0x3A3A42), 5, 32, -44, 32, -64);
        for (var i = 0; i < 3; i++)
            brush.Line(color.Darker(0.3f), 2, 22 + i * 7, -38, 22 + i * 7, -26);
        Wheel(brush, -22, -24, 24);
        brush.Circle(Tones.Hex(0xF4C542), -22, -24, 9);
        Wheel(brush, 34, -13, 13);
        brush.Circle(Tones.Hex(0xF4C542), 34, -13, 5);
    }

    public static void Bicycle(Brush brush, Look look)
    {
        var color = look.Main;
        foreach (var x in (float[])[-32, 32])
        {
            brush.Curve(Rubber, 4, FormattableString.Invariant($"M{x - 23} -24 a23 23 0 1 0 46 0 a23 23 0 1 0 -46 0"));
            for (var i = 0; i < 6; i++)
            {
                var turn = i * MathF.PI / 6;
                brush.Line(Chrome.Darker(0.2f), 0.8f, x - 21 * MathF.Cos(turn), -24 - 21 * MathF.Sin(turn), x + 21 * MathF.Cos(turn), -24 + 21 * MathF.Sin(turn));
            }
        }

        brush.Line(color, 5, -32, -24, -14, -54, 22, -54, -2, -24, -32, -24);
        brush.Line(color, 5, -14, -54, -2, -24);
        brush.Line(color.Darker(0.15f), 5, 32, -24, 19, -66);
        brush.Line(Rubber, 5, 10, -70, 27, -68);
        brush.Line(color.Darker(0.2f), 4, -14, -54, -18, -64);
        brush.Ellipse(Rubber, -19, -66, 12, 4);
        brush.Circle(Chrome.Darker(0.3f), -2, -24, 6);
    }

    public static void Train(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Box(Tones.Hex(0x6B5A4A), -72, -4, 144, 4, 1);
        brush.Box(color.Darker(0.15f), -68, -58, 44, 44, 3);
        brush.Box(Glass(look), -62, -50, 14, 16, 2);
        brush.Box(Glass(look), -44, -50, 14, 16, 2);
        brush.Box(color.Darker(0.4f), -72, -63, 52, 6, 2);
        brush.Box(color, -14, -48, 70, 32, 14);
        brush.Box(color.Darker(0.12f), -16, -66, 26, 52, 3);
        brush.Box(Glass(look), -11, -59, 16, 17, 2);
        brush.Box(color.Darker(0.4f), -21, -71, 36, 6, 2);
        brush.Shape(Tones.Hex(0x33343C), 36, -46, 39, -68, 35, -74, 51, -74, 47, -68, 50, -46);
        brush.Circle(Tones.Hex(0xF4C542), 24, -50, 6);
        brush.Circle(Tones.Hex(0xFFE9A8), 55, -34, 5);
        brush.Shape(Tones.Hex(0x4A4650), 54, -16, 70, -4, 50, -4);
        foreach (var x in (float[])[-58, -36, -6, 14, 34])
            Wheel(brush, x, -11, 9.5f);
        brush.Line(Tones.Hex(0xB8342E), 2.4f, -6, -11, 34, -11);
        foreach (var (x, y, r) in ((float, float, float)[])[(38, -84, 7), (28, -94, 9), (14, -101, 11)])
            brush.Circle(SKColors.White.Faint(0.75f), x, y, r);
    }

    public static void Sailboat(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Line(Tones.Hex(0x7A5230), 3.4f, 0, -14, 0, -96);
        brush.Path(color, "M4 -94 Q44 -56 46 -24 L4 -22 Z");
        brush.Path(color.Lighter(0.45f), "M-4 -88 Q-22 -56 -34 -24 L-4 -22 Z");
        brush.Shape(Tones.Hex(0xE0413A), 0, -98, 14, -94, 0, -90);
        brush.Path(Tones.Hex(0x8A5A34), "M-46 -16 L52 -16 Q40 2 26 4 L-26 4 Q-40 0 -46 -16 Z");
        brush.Line(Tones.Hex(0xF3E4C4), 2.4f, -44, -12, 48, -12);
    }

    public static void Ship(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Box(Tones.Hex(0xF4F1EA), -36, -44, 66, 20, 3);
        brush.Box(Tones.Hex(0xE8E3D8), -26, -58, 44, 16, 3);
        foreach (var x in (float[])[-18, 2])
        {
            brush.Box(Tones.Hex(0xD8452F), x, -80, 12, 24, 2);
            brush.Box(Rubber, x, -80, 12, 6, 1);
        }

        for (var i = 0; i < 5; i++)
            brush.Circle(Glass(look).Darker(0.1f), -28 + i * 13, -34, 3.6f);
        brush.Path(color, "M-62 -26 L68 -26 Q58 2 44 5 L-46 5 Q-58 -2 -62 -26 Z");
        brush.Path(Tones.Hex(0xB8342E), "M-54 -4 L57 -4 Q52 4 44 5 L-46 5 Q-50 2 -54 -4 Z");
    }

    public static void Airplane(Brush brush, Look look)
    {
        var color = look.Main;
        brush.At(0, -30, 1, -9, () =>
        {
            brush.Shape(color.Darker(0.3f), 6, -6, -18, -34, -8, -34, 26, -8);
            brush.Shape(color, -52, -6, -66, -34, -52, -34, -34, -8);
            brush.Path(Tones.Hex(0xF5F6F8), "M-62 -6 C-50 -14 20 -16 44 -12 C58 -8 64 -2 60 2 C48 10 -40 8 -62 -6 Z");
            brush.Path(color, "M-58 -2 C-30 8 40 10 60 2 C50 9 -40 9 -58 -2 Z");
            for (var i = 0; i < 7; i++)
                brush.Circle(Tones.Hex(0x5E7FA6), -30 + i * 10, -5, 2.1f);
            brush.Path(Tones.Hex(0x5E7FA6), "M44 -10 Q54 -8 57 -4 L44 -5 Z");
            brush.Shape(color.Darker(0.12f), 10, 2, -28, 32, -14, 32, 30, 3);
            brush.Shape(color.Darker(0.1f), -54, -4, -72, 6, -62, 7, -42, 0);
        });
    }

    public static void Balloon(Brush brush, Look look)
    {
        var color = look.Main;
        brush.Line(Tones.Hex(0x7A5230), 1.3f, -20, -40, -8, -12);
        brush.Line(Tones.Hex(0x7A5230), 1.3f, 20, -40, 8, -12);
        brush.Path(color, "M-12 -30 C-46 -58 -46 -112 0 -114 C46 -112 46 -58 12 -30 Z");
        brush.Path(SKColors.White.Faint(0.85f), "M-6 -30 C-30 -60 -28 -108 0 -114 C-10 -104 -12 -60 -2 -30 Z");
        brush.Path(SKColors.White.Faint(0.85f), "M6 -30 C28 -58 30 -104 8 -113 C18 -100 14 -60 2 -30 Z");
        brush.Box(color.Darker(0.35f), -13, -34, 26, 6, 2);
        brush.Box(Tones.Hex(0x9A6A38), -10, -14, 20, 15, 3);
        brush.Line(Tones.Hex(0x6E4824), 1.4f, -10, -7, 10, -7);
    }
}
