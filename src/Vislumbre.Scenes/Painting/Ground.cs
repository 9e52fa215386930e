using SkiaSharp;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Painting;

/// <summary>What lies below the horizon, and what stands on it far away.</summary>
internal static class Ground
{
    public static void Draw(Brush brush, Light light, Place place, float size, float horizon)
    {
        switch (place)
        {
            case Place.Snow:
                Hills(brush, light, size, horizon, Tones.Hex(0xC9D8EA), Tones.Hex(0xE6EEF7), 70);
                Firs(brush, light, size, horizon, 14, snowy: true);
                brush.Gradient(0, horizon, size, size - horizon, Tones.Hex(0xDDE8F4), Tones.Hex(0xF8FBFE));
                Drifts(brush, Tones.Hex(0xBFD0E6).Faint(0.55f), SKColors.White.Faint(0.9f), size, horizon, 10);
                break;
            case Place.Beach:
                brush.Gradient(0, horizon, size, 110, Tones.Hex(0x1F7FA8), Tones.Hex(0x4CC0C8));
                Waves(brush, SKColors.White.Faint(0.55f), size, horizon + 12, 90, 16);
                brush.Path(Tones.Hex(0xF7FBFA), Shore(brush.Random, size, horizon + 92));
                brush.Path(Tones.Hex(0xC9A76C), Shore(brush.Random, size, horizon + 106));
                brush.Path(Tones.Hex(0xE9CF98), Shore(brush.Random, size, horizon + 122));
                Specks(brush, Tones.Hex(0xC39C60), size, horizon + 140, 160, 2.6f);
                Shells(brush, size, horizon + 170);
                break;
            case Place.Forest:
                brush.Gradient(0, horizon - 300, size, 340, light.Haze.Mix(Tones.Hex(0x3E6B45), 0.25f), Tones.Hex(0x3E6B45).Mix(light.Haze, 0.2f));
                for (var layer = 0; layer < 3; layer++)
                    Trunks(brush, light, size, horizon + layer * 16 - 6, layer);
                brush.Gradient(0, horizon, size, size - horizon, Tones.Hex(0x35582F), Tones.Hex(0x4A6B34));
                Tufts(brush, Tones.Hex(0x6A9448), size, horizon + 16, 90);
                Leaves(brush, size, horizon);
                break;
            case Place.City:
                Skyline(brush, light, size, horizon, Tones.Hex(0x8E9BB0).Mix(light.Haze, 0.5f), 130, 380, 12);
                Skyline(brush, light, size, horizon, Tones.Hex(0x6C7890), 60, 290, 9);
                brush.Gradient(0, horizon, size, size - horizon, Tones.Hex(0x9A9CA4), Tones.Hex(0xC6C6C8));
                Paving(brush, Tones.Hex(0x85878F).Faint(0.7f), size, horizon);
                break;
            case Place.Field:
                Hills(brush, light, size, horizon, Tones.Hex(0x86B86A), Tones.Hex(0x6DA84E), 90);
                brush.Gradient(0, horizon, size, size - horizon, Tones.Hex(0x7DB851), Tones.Hex(0x57963A));
                Drifts(brush, Tones.Hex(0x4C8A34).Faint(0.35f), Tones.Hex(0x9CCB68).Faint(0.45f), size, horizon, 7);
                Tufts(brush, Tones.Hex(0x3F7A2E), size, horizon + 20, 110);
                Blossoms(brush, size, horizon);
                break;
            case Place.Sea:
                brush.Gradient(0, horizon, size, size - horizon, [Tones.Hex(0x2C7FB4), Tones.Hex(0x1F6498), Tones.Hex(0x124A78)]);
                Waves(brush, SKColors.White.Faint(0.42f), size, horizon + 10, size - horizon, 90);
                break;
            case Place.Desert:
                Dune(brush, Tones.Hex(0xE2B272).Mix(light.Haze, 0.35f), Tones.Hex(0xC78F52).Mix(light.Haze, 0.3f), size, horizon, 90);
                Dune(brush, Tones.Hex(0xE0A860), Tones.Hex(0xB97B40), size, horizon + 30, 70);
                brush.Gradient(0, horizon + 28, size, size - horizon - 28, Tones.Hex(0xDFA75E), Tones.Hex(0xEDC07C));
                Drifts(brush, Tones.Hex(0xB98245).Faint(0.4f), Tones.Hex(0xF6D9A2).Faint(0.6f), size, horizon + 30, 12);
                Specks(brush, Tones.Hex(0x9A6A3A), size, horizon + 50, 60, 3);
                break;
            default:
                Facades(brush, light, size, horizon);
                brush.Gradient(0, horizon, size, 66, Tones.Hex(0xB7B2AA), Tones.Hex(0xCBC6BC));
                brush.Box(Tones.Hex(0x8C877F), 0, horizon + 64, size, 10);
                brush.Gradient(0, horizon + 74, size, size - horizon - 74, Tones.Hex(0x55585F), Tones.Hex(0x6E7178));
                for (var i = 0; i < 6; i++)
                    brush.Shape(Tones.Hex(0xECE6D0), i * 190 - 20, horizon + 230, i * 190 + 80, horizon + 230, i * 190 + 74, horizon + 246, i * 190 - 30, horizon + 246);
                Specks(brush, Tones.Hex(0x43464C), size, horizon + 90, 90, 3);
                break;
        }
    }

    private static void Hills(Brush brush, Light light, float size, float horizon, SKColor far, SKColor near, float height)
    {
        for (var layer = 0; layer < 3; layer++)
        {
            var color = far.Mix(near, layer / 2f).Mix(light.Haze, 0.55f - layer * 0.2f);
            var y = horizon - height * (1 - layer * 0.36f);
            var (a, b, c) = (brush.Random.Between(-50, 30), brush.Random.Between(-60, 40), brush.Random.Between(-50, 30));
            brush.Path(color, FormattableString.Invariant($"M0 {y + a} C{size * 0.2f} {y - 60 + a} {size * 0.3f} {y + 40 + b} {size * 0.5f} {y + b} S{size * 0.8f} {y - 50 + c} {size} {y + c} L{size} {horizon + 20} L0 {horizon + 20} Z"));
        }
    }

    private static void Firs(Brush brush, Light light, float size, float horizon, int count, bool snowy)
    {
        for (var i = 0; i < count; i++)
        {
            var (x, scale) = (brush.Random.Between(0, size), brush.Random.Between(0.35f, 0.75f));
            var green = Tones.Hex(0x3C6A58).Mix(light.Haze, 0.55f - scale * 0.5f);
            for (var j = 0; j < 3; j++)
            {
                var (y, half) = (horizon + 6 - j * 34 * scale, (36 - j * 9) * scale);
                brush.Shape(green, x - half, y, x, y - 62 * scale, x + half, y);
                if (snowy)
                    brush.Shape(SKColors.White.Mix(light.Haze, 0.2f), x - half * 0.45f, y - 34 * scale, x, y - 62 * scale, x + half * 0.45f, y - 34 * scale, x, y - 40 * scale);
            }
        }
    }

    private static void Drifts(Brush brush, SKColor shade, SKColor shine, float size, float horizon, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var y = horizon + (size - horizon) * (i + brush.Random.Unit()) / count;
            var (x, w) = (brush.Random.Between(-100, size), brush.Random.Between(180, 420));
            brush.Path(i % 2 == 0 ? shade : shine, FormattableString.Invariant($"M{x} {y} Q{x + w / 2} {y - 22} {x + w} {y} Q{x + w / 2} {y - 8} {x} {y} Z"));
        }
    }

    private static void Waves(Brush brush, SKColor color, float size, float top, float height, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var depth = brush.Random.Unit();
            var (x, y, w) = (brush.Random.Between(-30, size), top + height * depth, 26 + 70 * depth);
            brush.Curve(color, 1.6f + 3 * depth, FormattableString.Invariant($"M{x} {y} q{w / 4} {-5 - 6 * depth} {w / 2} 0 q{w / 4} {5 + 4 * depth} {w / 2} 0"));
        }
    }

    private static string Shore(SceneRandom random, float size, float y) => FormattableString.Invariant(
        $"M0 {y + random.Between(-8, 8)} C{size * 0.25f} {y - 16} {size * 0.35f} {y + 18} {size * 0.55f} {y} S{size * 0.85f} {y - 14} {size} {y + random.Between(-8, 8)} L{size} {size} L0 {size} Z");

    private static void Specks(Brush brush, SKColor color, float size, float top, int count, float radius)
    {
        for (var i = 0; i < count; i++)
            brush.Ellipse(color.Faint(0.5f), brush.Random.Between(0, size), brush.Random.Between(top, size), radius, radius * 0.6f);
    }

    private static void Shells(Brush brush, float size, float top)
    {
        for (var i = 0; i < 5; i++)
            brush.Ellipse(Tones.Hex(i % 2 == 0 ? 0xF6E6DAu : 0xD98E78u), brush.Random.Between(20, size - 20), brush.Random.Between(top, size - 20), 8, 5, brush.Random.Between(0, 90));
    }

    private static void Trunks(Brush brush, Light light, float size, float bottom, int layer)
    {
        for (var i = 0; i < 7 + layer * 2; i++)
        {
            var (x, w) = (brush.Random.Between(-10, size + 10), 12 + layer * 9 + brush.Random.Between(0, 8));
            var fade = 0.62f - layer * 0.24f;
            brush.Box(Tones.Hex(0x4A3626).Mix(light.Haze, fade), x, bottom - 560, w, 570);
            brush.Box(Tones.Hex(0x6A5038).Mix(light.Haze, fade), x, bottom - 560, w * 0.3f, 570);
        }

        for (var i = 0; i < 24; i++)
        {
            var y = bottom - 560 + brush.Random.Between(0, 250 - layer * 40);
            brush.Circle(Tones.Hex(0x3F7440).Mix(Tones.Hex(0x6FA04C), brush.Random.Unit() * 0.6f).Mix(light.Haze, 0.5f - layer * 0.2f), brush.Random.Between(0, size), y, brush.Random.Between(40, 90));
        }
    }

    private static void Tufts(Brush brush, SKColor color, float size, float top, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var depth = brush.Random.Unit();
            var (x, y, h) = (brush.Random.Between(0, size), top + (size - top) * depth, 8 + 14 * depth);
            foreach (var lean in (float[])[-0.5f, 0, 0.5f])
                brush.Line(color.Faint(0.75f), 1.6f + depth, x, y, x + lean * h, y - h);
        }
    }

    private static void Leaves(Brush brush, float size, float horizon)
    {
        for (var i = 0; i < 50; i++)
            brush.Ellipse(Tones.Hex(i % 3 == 0 ? 0xA8702Eu : 0x7A5A2Au).Faint(0.8f), brush.Random.Between(0, size), brush.Random.Between(horizon + 10, size), 6, 3, brush.Random.Between(0, 180));
    }

    private static void Blossoms(Brush brush, float size, float horizon)
    {
        SKColor[] colors = [Tones.Hex(0xFFF6E0), Tones.Hex(0xF6D04A), Tones.Hex(0xE79AC0)];
        for (var i = 0; i < 46; i++)
        {
            var depth = brush.Random.Unit();
            brush.Circle(brush.Random.Pick(colors), brush.Random.Between(0, size), horizon + 26 + (size - horizon - 30) * depth, 2 + 2.6f * depth);
        }
    }

    private static void Skyline(Brush brush, Light light, float size, float horizon, SKColor color, float low, float high, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (x, w, h) = (size * (i - 0.2f) / count, size / count * brush.Random.Between(0.8f, 1.2f), brush.Random.Between(low, high));
            var wall = color.Mix(Tones.Hex(0xA08478), brush.Random.Unit() * 0.35f);
            brush.Box(wall, x, horizon - h, w, h + 4);
            brush.Box(wall.Darker(0.2f).Faint(0.7f), x + w * 0.72f, horizon - h, w * 0.28f, h + 4);
            for (var y = horizon - h + 14; y < horizon - 20; y += 24)
            {
                for (var wx = x + 10; wx < x + w - 14; wx += 20)
                {
                    var lit = light.Dark ? brush.Random.Chance(0.55f) : brush.Random.Chance(0.06f);
                    brush.Box(lit ? Tones.Hex(0xFFD76A) : wall.Mix(Tones.Hex(0xCFE2EE), 0.45f), wx, y, 9, 13);
                }
            }
        }
    }

    private static void Paving(Brush brush, SKColor color, float size, float horizon)
    {
        for (var i = 1; i < 8; i++)
            brush.Line(color, 1.8f, 0, horizon + i * i * 8, size, horizon + i * i * 8);
        for (var i = -8; i <= 8; i++)
            brush.Line(color, 1.8f, size / 2 + i * 40, horizon, size / 2 + i * 190, size);
    }

    private static void Dune(Brush brush, SKColor sunny, SKColor shady, float size, float horizon, float height)
    {
        var peak = brush.Random.Between(0.2f, 0.8f) * size;
        var other = (peak + size * 0.5f) % size;
        foreach (var x in (float[])[other, peak])
        {
            brush.Path(sunny, FormattableString.Invariant($"M{x - 520} {horizon + 10} Q{x - 120} {horizon - height * 0.5f} {x} {horizon - height} Q{x + 180} {horizon - height * 0.3f} {x + 480} {horizon + 10} Z"));
            brush.Path(shady, FormattableString.Invariant($"M{x} {horizon - height} Q{x + 180} {horizon - height * 0.3f} {x + 480} {horizon + 10} L{x + 60} {horizon + 10} Q{x + 70} {horizon - height * 0.4f} {x} {horizon - height} Z"));
        }
    }

    private static void Facades(Brush brush, Light light, float size, float horizon)
    {
        SKColor[] walls = [Tones.Hex(0xD9B48A), Tones.Hex(0xC98A72), Tones.Hex(0xB9C0A2), Tones.Hex(0xDCCBA8), Tones.Hex(0xA9B4C2)];
        var x = -20f;
        while (x < size)
        {
            var (w, h) = (brush.Random.Between(170, 240), brush.Random.Between(190, 280));
            var wall = brush.Random.Pick(walls);
            brush.Box(wall, x, horizon - h, w, h + 4);
            brush.Shape(Tones.Hex(0x8A5246).Mix(light.Haze, 0.15f), x - 6, horizon - h + 4, x + 20, horizon - h - 56, x + w - 20, horizon - h - 56, x + w + 6, horizon - h + 4);
            for (var row = 0; row < 2; row++)
            {
                for (var wx = x + 22; wx < x + w - 36; wx += 56)
                {
                    var y = horizon - h + 28 + row * 84;
                    brush.Box(SKColors.White.Mix(wall, 0.2f), wx - 4, y - 4, 38, 54, 2);
                    brush.Box(light.Dark && brush.Random.Chance(0.6f) ? Tones.Hex(0xFFD873) : Tones.Hex(0x88A6B8), wx, y, 30, 46);
                    brush.Line(SKColors.White.Mix(wall, 0.2f), 2, wx + 15, y, wx + 15, y + 46);
                }
            }

            x += w;
        }
    }
}
