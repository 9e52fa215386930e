using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>People of several kinds, about 100 tall.</summary>
internal static class People
{
    private static readonly SKColor[] Skins = [Tones.Hex(0xF2C9A5), Tones.Hex(0xD9A074), Tones.Hex(0xA86E45), Tones.Hex(0x6E452B)];
    private static readonly SKColor[] Hairs = [Tones.Hex(0x2B1D16), Tones.Hex(0x5A3820), Tones.Hex(0xC8923E), Tones.Hex(0x8A8488)];

    public static void Man(Brush brush, Look look) => Person(brush, look, Tones.Hex(0x33405C), 8.5f, (b, body, skin, hair) =>
    {
        b.Path(hair, "M-9 -91 C-9 -104 9 -104 9 -92 C4 -97 -3 -97 -9 -91 Z");
        b.Path(hair.Faint(0.9f), "M-1 -86 q5 7 9 0 q-1 9 -6 8 Z");
    });

    public static void Woman(Brush brush, Look look) => Person(brush, look, null, 8.5f, (b, body, skin, hair) =>
    {
        b.Path(hair, "M-9 -88 C-12 -106 12 -106 9 -90 C4 -96 -2 -96 -4 -92 C-6 -80 -8 -74 -15 -70 C-16 -78 -11 -82 -9 -88 Z");
        b.Shape(body, -9, -74, 9, -74, 19, -34, -19, -34);
        b.Line(body.Lighter(0.45f), 2.6f, -10, -56, 10, -56);
    });

    public static void Child(Brush brush, Look look) => brush.At(0, 0, 0.86f, 0, () => Person(brush, look, Tones.Hex(0x3F6FB0), 12.5f, (b, body, skin, hair) =>
    {
        b.Path(body.Darker(0.15f), "M-13 -92 C-13 -110 13 -110 13 -92 Z");
        b.Line(body.Darker(0.3f), 3.4f, -2, -92, 19, -92);
    }));

    public static void Cook(Brush brush, Look look) => Person(brush, look with { Main = Tones.Hex(0xF6F4EE) }, Tones.Hex(0x50545E), 8.5f, (b, body, skin, hair) =>
    {
        b.Box(Tones.Hex(0xFBFAF6), -8, -107, 16, 13, 2);
        foreach (var x in (float[])[-8, 0, 8])
            b.Circle(Tones.Hex(0xFBFAF6), x, -108, 7.5f);
        b.Box(Tones.Hex(0xE3DED2), -8, -97, 16, 4);
        b.Shape(Tones.Hex(0xD8352F), -6, -77, 6, -77, 0, -70);
        foreach (var y in (float[])[-66, -59, -52])
            b.Circle(Tones.Hex(0x3A3A44), 3, y, 1.5f);
    });

    public static void Astronaut(Brush brush, Look look) => Person(brush, look with { Main = Tones.Hex(0xE9ECF2) }, Tones.Hex(0xDDE2EA), 8.5f, (b, body, skin, hair) =>
    {
        b.Box(Tones.Hex(0xB4BCC8), -20, -76, 10, 28, 4);
        b.Circle(Tones.Hex(0xF4F6FA), 0, -89, 15);
        b.Ellipse(Tones.Hex(0x24324E), 4, -89, 10, 9.5f);
        b.Ellipse(Tones.Hex(0x8FB6E8).Faint(0.85f), 7, -93, 4, 3, -30);
        b.Box(Tones.Hex(0xE06A2C), -7, -66, 14, 7, 2);
    });

    public static void King(Brush brush, Look look) => Person(brush, look, Tones.Hex(0x4A3040), 8.5f, (b, body, skin, hair) =>
    {
        b.Path(body.Darker(0.2f), "M-9 -76 L9 -76 L24 -4 L-24 -4 Z");
        b.Path(body, "M-6 -76 L6 -76 L13 -4 L-13 -4 Z");
        b.Box(Tones.Hex(0xF7F3EA), -24, -8, 48, 7, 3);
        b.Ellipse(Tones.Hex(0xF7F3EA), 0, -76, 12, 4);
        b.Path(Tones.Hex(0xF0EAE0), "M-3 -84 q6 2 10 -2 q1 14 -6 16 q-5 -4 -4 -14 Z");
        b.Shape(Tones.Hex(0xF4BE37), -9, -95, -11, -110, -4, -102, 0, -112, 4, -102, 11, -110, 9, -95);
        b.Circle(Tones.Hex(0xD8352F), 0, -99, 2);
    });

    private static void Person(Brush brush, Look look, SKColor? legs, float head, Action<Brush, SKColor, SKColor, SKColor> dress)
    {
        var skin = brush.Random.Pick(Skins);
        var hair = brush.Random.Pick(Hairs);
        if (look.Action == "sleeping")
        {
            brush.At(-44, -7, 1, 90, () => Figure(brush, look, legs, head, skin, hair, dress, [4, -4], [0, 0], [14, -10], [10, 0], eyesClosed: true));
            return;
        }

        var (swing, bend, arms, elbows, lift) = look.Action switch
        {
            "running" => ((float[])[42, -34], (float[])[-14, -58], (float[])[-52, 46], (float[])[72, 74], 3f),
            "playing" => ((float[])[26, -22], (float[])[-20, -14], (float[])[-150, 128], (float[])[16, 20], 10f),
            "dancing" => ((float[])[34, -6], (float[])[-62, 4], (float[])[-118, 104], (float[])[-40, 46], 4f),
            _ => ((float[])[6, -6], (float[])[0, 0], (float[])[-16, 14], (float[])[8, 6], 0f),
        };
        brush.At(0, -lift, 1, look.Action == "running" ? 7 : 0, () => Figure(brush, look, legs, head, skin, hair, dress, swing, bend, arms, elbows, eyesClosed: false));
        if (look.Action == "playing")
        {
            brush.Circle(Tones.Hex(0xE5403C), 34, -118, 10);
            brush.Curve(Tones.Hex(0xFFF3DC), 3, "M25 -120 q9 9 18 0");
        }
    }

    private static void Figure(
        Brush brush, Look look, SKColor? legs, float head, SKColor skin, SKColor hair, Action<Brush, SKColor, SKColor, SKColor> dress, float[] swing, float[] bend, float[] arms, float[] elbows, bool eyesClosed)
    {
        var body = look.Main;
        var trousers = legs ?? skin.Darker(0.05f);
        Limb(brush, trousers.Darker(0.2f), 9, -3, -40, swing[1], bend[1], 20, shoe: true);
        Limb(brush, body.Darker(0.22f), 7, -8, -70, arms[0], -elbows[0], 15, shoe: false);
        brush.Circle(skin.Darker(0.2f), -8, -70, 0.1f);
        Limb(brush, trousers, 9, 3, -40, swing[0], bend[0], 20, shoe: true);
        brush.Path(body, "M-11 -74 Q0 -79 11 -74 L9 -38 Q0 -35 -9 -38 Z");
        brush.Line(skin.Darker(0.12f), 7, 0, -80, 0, -74);
        brush.Circle(skin, 0, -82 - head * 0.8f, head);
        var eye = -82 - head * 0.9f;
        if (eyesClosed)
        {
            brush.Line(Tones.Hex(0x2A2026), 1.2f, 3, eye, 6.4f, eye);
        }
        else
        {
            brush.Circle(Tones.Hex(0x2A2026), 2, eye, 1.4f);
            brush.Circle(Tones.Hex(0x2A2026), 6.6f, eye, 1.4f);
        }

        brush.Curve(Tones.Hex(0x8A3A34), 1.3f, FormattableString.Invariant($"M2 {eye + head * 0.55f} q2.4 2.4 4.6 0"));
        dress(brush, body, skin, hair);
        Limb(brush, body.Darker(0.08f), 7, 9, -70, arms[1], elbows[1], 15, shoe: false, hand: skin);
    }

    private static void Limb(Brush brush, SKColor color, float width, float x, float y, float swing, float bend, float length, bool shoe, SKColor? hand = null)
    {
        var (a, b) = (swing * MathF.PI / 180, (swing + bend) * MathF.PI / 180);
        var (kx, ky) = (x + length * MathF.Sin(a), y + length * MathF.Cos(a));
        var (fx, fy) = (kx + length * MathF.Sin(b), ky + length * MathF.Cos(b));
        brush.Line(color, width, x, y, kx, ky, fx, fy - (shoe ? 3 : 0));
        if (shoe)
            brush.Ellipse(Tones.Hex(0x2C2630), fx + 3, fy - 3, 7, 3.6f);
        if (hand is { } skin)
            brush.Circle(skin, fx, fy, width * 0.55f);
    }
}
