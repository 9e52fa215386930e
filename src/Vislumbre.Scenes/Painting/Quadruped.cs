using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

internal enum Ears
{
    Floppy,
    Pointed,
    Long,
    Round,
    Huge,
    Sideways,
}

internal enum Tail
{
    Curled,
    Long,
    Bushy,
    Tufted,
    Flowing,
    Stub,
    Fluff,
    Spiral,
}

/// <summary>The build of an animal on four legs, and its drawing in every pose. Units: the body is about 60 long.</summary>
internal sealed record Quadruped
{
    public float Body { get; init; } = 46;

    public float Girth { get; init; } = 24;

    public float Leg { get; init; } = 26;

    public float LegWidth { get; init; } = 7;

    public float Neck { get; init; } = 14;

    public float NeckWidth { get; init; } = 13;

    /// <summary>Degrees above the horizontal that the neck points to.</summary>
    public float NeckAngle { get; init; } = 50;

    public float Head { get; init; } = 11;

    public float Snout { get; init; } = 10;

    public float SnoutWidth { get; init; } = 8;

    public Ears Ears { get; init; }

    public Tail Tail { get; init; }

    public SKColor? FaceColor { get; init; }

    public SKColor? LegColor { get; init; }

    public SKColor NoseColor { get; init; } = Tones.Hex(0x2A2026);

    /// <summary>What is drawn over the body: patches, wool, a hump; given the body's centre.</summary>
    public Action<Brush, SKColor, float, float>? Coat { get; init; }

    /// <summary>What is drawn over the head: horns, a mane, whiskers, a trunk; given the head's centre and its tilt.</summary>
    public Action<Brush, SKColor, float, float>? Crown { get; init; }

    public void Draw(Brush brush, Look look)
    {
        var color = look.Main;
        var far = color.Darker(0.28f);
        switch (look.Action)
        {
            case "sleeping":
                DrawSleeping(brush, color);
                return;
            case "running":
                DrawUpright(brush, color, far, lift: 6, tilt: -4, [58, 28, -30, -56], [-36, -52, 38, 22], neckDown: 14);
                return;
            case "playing":
                DrawUpright(brush, color, far, lift: 15, tilt: -24, [20, 4, -34, -52], [26, 30, -12, -20], neckDown: 8);
                DrawBall(brush, Body * 0.95f + Head, -Leg - Girth - 26);
                return;
            case "grazing":
                DrawUpright(brush, color, far, lift: 0, tilt: 0, [5, -5, 4, -6], [0, 4, -2, 4], neckDown: NeckAngle + 48);
                return;
            default:
                DrawUpright(brush, color, far, lift: 0, tilt: 0, [6, -4, 5, -5], [-2, 4, -3, 5], neckDown: 0);
                return;
        }
    }

    private static void DrawBall(Brush brush, float x, float y)
    {
        brush.Circle(Tones.Hex(0xE5403C), x, y, 8);
        brush.Curve(Tones.Hex(0xFFF3DC), 2.4f, FormattableString.Invariant($"M{x - 7} {y - 2} Q{x} {y + 5} {x + 7} {y - 2}"));
    }

    /// <summary>Legs as angles from straight down: near hind, far hind, far fore, near fore; then how far each knee bends.</summary>
    private void DrawUpright(Brush brush, SKColor color, SKColor far, float lift, float tilt, float[] swing, float[] bend, float neckDown)
    {
        brush.At(0, -lift, 1, 0, () =>
        {
            var hip = -Leg - Girth * 0.45f;
            brush.At(0, hip, 1, tilt, () =>
            {
                var half = Body / 2;
                var legColor = LegColor ?? color;
                DrawLeg(brush, (LegColor ?? far).Darker(LegColor is null ? 0 : 0.25f), -half * 0.72f, 0, swing[1] - tilt, bend[1]);
                DrawLeg(brush, (LegColor ?? far).Darker(LegColor is null ? 0 : 0.25f), half * 0.78f, 0, swing[2] - tilt, bend[2]);
                DrawTail(brush, color, -half - Girth * 0.22f, -Girth * 0.22f);
                DrawNeckAndHead(brush, color, far, half * 0.86f, -Girth * 0.2f, NeckAngle - neckDown, eyesClosed: false);
                brush.Ellipse(color, -half * 0.55f, 0, Girth * 0.58f, Girth * 0.52f);
                brush.Ellipse(color, half * 0.55f, 0, Girth * 0.6f, Girth * 0.55f);
                brush.Box(color, -half * 0.62f, -Girth * 0.51f, half * 1.24f, Girth, Girth * 0.32f);
                brush.Ellipse(color.Darker(0.16f).Faint(0.55f), 0, Girth * 0.36f, half * 0.95f, Girth * 0.2f);
                Coat?.Invoke(brush, color, 0, 0);
                DrawLeg(brush, legColor, -half * 0.86f, 0, swing[0] - tilt, bend[0]);
                DrawLeg(brush, legColor, half * 0.62f, 0, swing[3] - tilt, bend[3]);
            });
        });
    }

    private void DrawLeg(Brush brush, SKColor color, float x, float y, float swing, float bend)
    {
        var length = Leg + Girth * 0.45f;
        var (upper, lower) = (length * 0.52f, length * 0.5f);
        var (a, b) = (swing * MathF.PI / 180, (swing + bend) * MathF.PI / 180);
        var (kx, ky) = (x + upper * MathF.Sin(a), y + upper * MathF.Cos(a));
        var (fx, fy) = (kx + lower * MathF.Sin(b), ky + lower * MathF.Cos(b));
        brush.Line(color, LegWidth * 1.45f, x, y, kx, ky);
        brush.Line(color, LegWidth, kx, ky, fx, fy - LegWidth * 0.4f);
        brush.Ellipse(color.Darker(0.22f), fx + LegWidth * 0.28f, fy - LegWidth * 0.35f, LegWidth * 0.72f, LegWidth * 0.4f);
    }

    private void DrawNeckAndHead(Brush brush, SKColor color, SKColor far, float x, float y, float angle, bool eyesClosed)
    {
        var turn = angle * MathF.PI / 180;
        var (hx, hy) = (x + (Neck + Head * 0.7f) * MathF.Cos(turn), y - (Neck + Head * 0.7f) * MathF.Sin(turn));
        brush.Line(color, NeckWidth * 1.25f, x - 2, y + 2, (x * 2 + hx) / 3, (y * 2 + hy) / 3);
        brush.Line(color, NeckWidth, x, y, hx, hy);
        DrawHead(brush, color, far, hx, hy, angle < 0 ? 46 : 8, eyesClosed);
    }

    private void DrawHead(Brush brush, SKColor color, SKColor far, float x, float y, float nod, bool eyesClosed) => brush.At(x, y, 1, nod, () =>
    {
        var face = FaceColor ?? color;
        DrawEar(brush, far, -Head * 0.05f, 1);
        brush.Line(face.Lighter(FaceColor is null ? 0.12f : 0), SnoutWidth, Head * 0.4f, Head * 0.25f, Head * 0.5f + Snout, Head * 0.36f);
        brush.Circle(face, 0, 0, Head);
        brush.Ellipse(NoseColor, Head * 0.5f + Snout + SnoutWidth * 0.3f, Head * 0.36f - SnoutWidth * 0.22f, SnoutWidth * 0.26f, SnoutWidth * 0.22f);
        var ink = Tones.Hex(0x1E1A22);
        if (eyesClosed)
        {
            brush.Curve(ink, 1.5f, FormattableString.Invariant($"M{Head * 0.2f} {-Head * 0.1f} q2.4 2.4 4.8 0"));
        }
        else
        {
            brush.Circle(SKColors.White.Faint(0.85f), Head * 0.42f, -Head * 0.16f, Head * 0.19f + 0.5f);
            brush.Circle(ink, Head * 0.47f, -Head * 0.14f, Head * 0.13f + 0.6f);
        }

        DrawEar(brush, (Ears == Ears.Floppy ? color.Darker(0.25f) : color.Darker(0.1f)), -Head * 0.35f, 0);
        Crown?.Invoke(brush, color, Head, Snout);
    });

    private void DrawEar(Brush brush, SKColor color, float x, float nudge)
    {
        var h = Head;
        x += nudge * h * 0.5f;
        switch (Ears)
        {
            case Ears.Floppy:
                brush.Ellipse(color, x - h * 0.2f, h * 0.05f, h * 0.36f, h * 0.85f, 12);
                break;
            case Ears.Pointed:
                brush.Shape(color, x - h * 0.45f, -h * 0.55f, x - h * 0.2f, -h * 1.65f, x + h * 0.5f, -h * 0.75f);
                brush.Shape(Tones.Hex(0xE9A6A0).Faint(0.7f), x - h * 0.22f, -h * 0.75f, x - h * 0.12f, -h * 1.35f, x + h * 0.22f, -h * 0.8f);
                break;
            case Ears.Long:
                brush.Ellipse(color, x - h * 0.1f, -h * 1.6f, h * 0.3f, h * 1.05f, nudge * 16 - 8);
                brush.Ellipse(Tones.Hex(0xF0B9B4).Faint(0.8f), x - h * 0.08f, -h * 1.55f, h * 0.14f, h * 0.8f, nudge * 16 - 8);
                break;
            case Ears.Round:
                brush.Circle(color, x - h * 0.05f, -h * 0.86f, h * 0.4f);
                brush.Circle(color.Darker(0.3f), x - h * 0.05f, -h * 0.84f, h * 0.2f);
                break;
            case Ears.Huge:
                brush.Ellipse(color, x - h * 0.5f, h * 0.15f, h * 0.85f, h * 1.1f, 14);
                brush.Ellipse(Tones.Hex(0xC99A9E).Faint(0.4f), x - h * 0.5f, h * 0.2f, h * 0.55f, h * 0.8f, 14);
                break;
            case Ears.Sideways:
                brush.Ellipse(color, x - h * 0.35f, -h * 0.5f, h * 0.6f, h * 0.26f, 24);
                break;
        }
    }

    private void DrawTail(Brush brush, SKColor color, float x, float y)
    {
        switch (Tail)
        {
            case Tail.Curled:
                brush.Curve(color, 6, FormattableString.Invariant($"M{x + 4} {y} Q{x - 10} {y - 6} {x - 9} {y - 20}"));
                break;
            case Tail.Long:
                brush.Curve(color, 4.6f, FormattableString.Invariant($"M{x + 4} {y} C{x - 16} {y + 2} {x - 12} {y - 26} {x - 20} {y - 30}"));
                break;
            case Tail.Bushy:
                brush.Path(color, FormattableString.Invariant($"M{x + 6} {y} C{x - 10} {y - 14} {x - 34} {y - 8} {x - 38} {y + 8} C{x - 24} {y + 14} {x - 8} {y + 12} {x + 6} {y + 6} Z"));
                brush.Path(SKColors.White, FormattableString.Invariant($"M{x - 28} {y - 4} C{x - 34} {y - 2} {x - 36} {y + 4} {x - 38} {y + 8} C{x - 34} {y + 10} {x - 30} {y + 11} {x - 26} {y + 10} Z"));
                break;
            case Tail.Tufted:
                brush.Curve(color, 3, FormattableString.Invariant($"M{x + 4} {y} Q{x - 7} {y + 4} {x - 6} {y + 22}"));
                brush.Ellipse(color.Darker(0.45f), x - 6, y + 25, 3, 5.4f);
                break;
            case Tail.Flowing:
                brush.Path(color.Darker(0.5f), FormattableString.Invariant($"M{x + 6} {y - 4} C{x - 10} {y - 6} {x - 16} {y + 16} {x - 12} {y + 32} C{x - 6} {y + 26} {x - 2} {y + 16} {x + 6} {y + 6} Z"));
                break;
            case Tail.Stub:
                brush.Line(color, 5, x + 3, y, x - 3, y + 5);
                break;
            case Tail.Fluff:
                brush.Circle(SKColors.White.Mix(color, 0.2f), x, y, 6);
                break;
            case Tail.Spiral:
                brush.Curve(color, 2.6f, FormattableString.Invariant($"M{x + 4} {y} q-8 -4 -6 -9 q6 -1 4 5 q-4 5 -10 1"));
                break;
        }
    }

    private void DrawSleeping(Brush brush, SKColor color)
    {
        var half = Body / 2;
        var low = -Girth * 0.42f;
        brush.Curve(color.Darker(0.12f), Tail == Tail.Bushy ? 10 : 5, FormattableString.Invariant($"M{-half - 4} {low} Q{-half - 14} {-3} {-half + 10} {-3}"));
        brush.Line(color.Darker(0.25f), LegWidth * 1.1f, half * 0.2f, -LegWidth * 0.5f, half * 1.2f, -LegWidth * 0.5f);
        brush.Ellipse(color, 0, low, half + Girth * 0.4f, Girth * 0.52f);
        brush.Ellipse(color.Darker(0.1f), -half * 0.6f, low + 2, Girth * 0.62f, Girth * 0.46f);
        brush.At(0, low + 4, 1, 0, () => Coat?.Invoke(brush, color, 0, 0));
        brush.Line(LegColor ?? color.Darker(0.15f), LegWidth, half * 0.4f, -LegWidth * 0.5f, half * 1.35f, -LegWidth * 0.5f);
        brush.Line(color, NeckWidth, half * 0.8f, low, half + Girth * 0.5f, -Head * 0.9f);
        DrawHead(brush, color, color.Darker(0.28f), half + Girth * 0.5f + Head * 0.5f, -Head * 0.95f, 10, eyesClosed: true);
    }
}
