using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>Animals on four legs.</summary>
internal static class Mammals
{
    public static Artist Dog { get; } = new Quadruped
    {
        Body = 44,
        Girth = 22,
        Leg = 20,
        Ears = Ears.Floppy,
        Tail = Tail.Curled,
        Neck = 11,
        Head = 12,
        Snout = 11,
        Coat = (brush, color, x, y) => brush.Line(Tones.Hex(0xC8352E), 4.5f, 20, -16, 29, -7),
    }.Draw;

    public static Artist Cat { get; } = new Quadruped
    {
        Body = 38,
        Girth = 18,
        Leg = 17,
        LegWidth = 5.5f,
        Ears = Ears.Pointed,
        Tail = Tail.Long,
        Neck = 6,
        NeckWidth = 10,
        Head = 12,
        Snout = 3,
        SnoutWidth = 8,
        NoseColor = Tones.Hex(0xD98080),
        Coat = (brush, color, x, y) =>
        {
            for (var i = -1; i < 3; i++)
                brush.Line(color.Darker(0.32f).Faint(0.7f), 2.2f, i * 8 - 4, -9, i * 8 - 6, -1);
        },
        Crown = (brush, color, head, snout) =>
        {
            brush.Line(SKColors.White.Faint(0.8f), 0.7f, head * 0.8f, 3, head * 1.7f, 1);
            brush.Line(SKColors.White.Faint(0.8f), 0.7f, head * 0.8f, 4.5f, head * 1.7f, 6);
        },
    }.Draw;

    public static Artist Horse { get; } = new Quadruped
    {
        Body = 46,
        Girth = 23,
        Leg = 34,
        LegWidth = 6,
        Neck = 22,
        NeckAngle = 56,
        Head = 9,
        Snout = 17,
        SnoutWidth = 9,
        Ears = Ears.Pointed,
        Tail = Tail.Flowing,
        Crown = (brush, color, head, snout) => brush.Path(color.Darker(0.55f), "M2 -12 C-10 -14 -20 0 -20 22 C-14 18 -8 8 -6 0 C-4 -4 0 -6 6 -8 Z"),
    }.Draw;

    public static Artist Cow { get; } = new Quadruped
    {
        Body = 54,
        Girth = 30,
        Leg = 22,
        Neck = 8,
        NeckAngle = 32,
        Head = 11,
        Snout = 11,
        SnoutWidth = 12,
        Ears = Ears.Sideways,
        Tail = Tail.Tufted,
        NoseColor = Tones.Hex(0x6E4A4A),
        Coat = (brush, color, x, y) =>
        {
            var patch = color.Red + color.Green + color.Blue > 600 ? Tones.Hex(0x2E2A2E) : SKColors.White.Faint(0.9f);
            brush.Ellipse(patch, -14, -5, 11, 8, 20);
            brush.Ellipse(patch, 12, 3, 9, 7, -14);
            brush.Ellipse(patch, 24, -8, 5, 4);
            brush.Ellipse(Tones.Hex(0xEBB0AE), -16, 16, 7, 4);
        },
        Crown = (brush, color, head, snout) => brush.Curve(Tones.Hex(0xE9DDC4), 3.2f, "M-2 -10 q-1 -8 6 -10"),
    }.Draw;

    public static Artist Sheep { get; } = new Quadruped
    {
        Body = 42,
        Girth = 28,
        Leg = 15,
        LegWidth = 5,
        Neck = 6,
        NeckAngle = 30,
        Head = 9,
        Snout = 8,
        Ears = Ears.Sideways,
        Tail = Tail.Stub,
        FaceColor = Tones.Hex(0x3A3438),
        LegColor = Tones.Hex(0x3A3438),
        Coat = (brush, color, x, y) =>
        {
            for (var i = 0; i < 16; i++)
            {
                var turn = i * MathF.PI / 8;
                brush.Circle(color.Darker(i is > 0 and < 8 ? 0.1f : 0), 29 * MathF.Cos(turn), 14 * MathF.Sin(turn), 7.5f);
            }

            brush.Ellipse(color, 0, -1, 29, 14);
            for (var i = 0; i < 7; i++)
                brush.Curve(color.Darker(0.14f), 1.4f, FormattableString.Invariant($"M{-22 + i * 7} {(i % 2 == 0 ? -6 : 4)} q3 4 6 0"));
        },
    }.Draw;

    public static Artist Pig { get; } = new Quadruped
    {
        Body = 46,
        Girth = 30,
        Leg = 12,
        Neck = 4,
        NeckAngle = 20,
        NeckWidth = 18,
        Head = 13,
        Snout = 6,
        SnoutWidth = 11,
        Ears = Ears.Pointed,
        Tail = Tail.Spiral,
        NoseColor = Tones.Hex(0xB05A6A),
    }.Draw;

    public static Artist Rabbit { get; } = new Quadruped
    {
        Body = 28,
        Girth = 24,
        Leg = 9,
        LegWidth = 6,
        Neck = 5,
        NeckAngle = 42,
        Head = 12,
        Snout = 2,
        Ears = Ears.Long,
        Tail = Tail.Fluff,
        NoseColor = Tones.Hex(0xD98080),
    }.Draw;

    public static Artist Fox { get; } = new Quadruped
    {
        Body = 42,
        Girth = 18,
        Leg = 19,
        LegWidth = 5.5f,
        Neck = 8,
        NeckAngle = 38,
        Head = 11,
        Snout = 14,
        SnoutWidth = 6,
        Ears = Ears.Pointed,
        Tail = Tail.Bushy,
        LegColor = Tones.Hex(0x3A2622),
        Crown = (brush, color, head, snout) => brush.Path(SKColors.White, "M2 4 Q8 12 20 6 L16 9 Q6 14 0 9 Z"),
    }.Draw;

    public static Artist Bear { get; } = new Quadruped
    {
        Body = 50,
        Girth = 36,
        Leg = 16,
        LegWidth = 12,
        Neck = 6,
        NeckAngle = 22,
        NeckWidth = 20,
        Head = 15,
        Snout = 9,
        SnoutWidth = 11,
        Ears = Ears.Round,
        Tail = Tail.Stub,
    }.Draw;

    public static Artist Elephant { get; } = new Quadruped
    {
        Body = 52,
        Girth = 42,
        Leg = 19,
        LegWidth = 12,
        Neck = 5,
        NeckAngle = 26,
        NeckWidth = 22,
        Head = 17,
        Snout = 2,
        SnoutWidth = 10,
        Ears = Ears.Huge,
        Tail = Tail.Tufted,
        Crown = (brush, color, head, snout) =>
        {
            brush.Curve(color.Lighter(0.05f), 9, "M13 4 C22 12 18 30 22 40");
            brush.Curve(color, 7, "M21 34 Q23 46 31 44");
            brush.Curve(Tones.Hex(0xF4EBD8), 3.6f, "M11 12 Q18 22 26 18");
        },
    }.Draw;

    public static Artist Giraffe { get; } = new Quadruped
    {
        Body = 30,
        Girth = 18,
        Leg = 34,
        LegWidth = 5,
        Neck = 44,
        NeckWidth = 8,
        NeckAngle = 72,
        Head = 6,
        Snout = 9,
        SnoutWidth = 6,
        Ears = Ears.Sideways,
        Tail = Tail.Tufted,
        Coat = (brush, color, x, y) =>
        {
            var spot = Tones.Hex(0x8A4F26);
            foreach (var (sx, sy) in ((float, float)[])[(-14, -4), (-7, 3), (-2, -5), (5, 2), (11, -4), (-15, 5), (14, 4), (15, -12), (18, -22), (22, -32), (25, -41)])
                brush.Ellipse(spot, sx, sy, 2.9f, 2.5f, sx * 7);
        },
        Crown = (brush, color, head, snout) =>
        {
            brush.Line(color.Darker(0.4f), 1.6f, -1, -5, -2, -11);
            brush.Line(color.Darker(0.4f), 1.6f, 2, -5, 3, -11);
            brush.Circle(Tones.Hex(0x4A2C1A), -2, -11, 1.8f);
            brush.Circle(Tones.Hex(0x4A2C1A), 3, -11, 1.8f);
        },
    }.Draw;

    public static Artist Camel { get; } = new Quadruped
    {
        Body = 44,
        Girth = 22,
        Leg = 32,
        LegWidth = 6,
        Neck = 26,
        NeckWidth = 9,
        NeckAngle = 52,
        Head = 8,
        Snout = 11,
        SnoutWidth = 8,
        Ears = Ears.Round,
        Tail = Tail.Tufted,
        Coat = (brush, color, x, y) =>
        {
            brush.Path(color, "M-26 -6 Q-18 -34 -6 -10 Q4 -36 16 -8 Z");
            brush.Path(color.Darker(0.2f).Faint(0.7f), "M-6 -10 Q-4 -2 6 -4 L16 -8 Q8 -22 2 -20 Z");
        },
    }.Draw;
}
