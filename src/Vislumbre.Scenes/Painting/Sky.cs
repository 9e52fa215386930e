using SkiaSharp;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Painting;

/// <summary>The sky with what hangs in it.</summary>
internal static class Sky
{
    public static void Draw(Brush brush, Light light, Moment when, float width, float horizon)
    {
        var random = brush.Random;
        brush.Gradient(0, 0, width, horizon + 40, light.Sky);
        var x = random.Between(0.14f, 0.86f) * width;
        switch (when)
        {
            case Moment.Day:
                brush.Glow(Tones.Hex(0xFFF3C4), x, 120, 260);
                brush.Circle(Tones.Hex(0xFFF6D8), x, 120, 44);
                Clouds(brush, SKColors.White, width, horizon, 3 + random.Below(3));
                break;
            case Moment.Dusk:
                var low = horizon - random.Between(20, 90);
                brush.Glow(Tones.Hex(0xFF9C50), x, low, 420);
                brush.Circle(Tones.Hex(0xFFE7A8), x, low, 62);
                Streaks(brush, Tones.Hex(0xF2A07C), width, horizon);
                break;
            case Moment.Night:
                Stars(brush, width, horizon, 46);
                brush.Glow(Tones.Hex(0x8FA8E0), x, 140, 240);
                brush.Circle(Tones.Hex(0xF6F1D8), x, 140, 52);
                brush.Circle(Tones.Hex(0xDDD7BC), x - 16, 130, 10);
                brush.Circle(Tones.Hex(0xDDD7BC), x + 14, 156, 13);
                brush.Circle(Tones.Hex(0xDDD7BC), x + 18, 122, 6);
                break;
            case Moment.Stars:
                MilkyWay(brush, width, horizon);
                Stars(brush, width, horizon, 240);
                break;
            case Moment.Rain:
                Clouds(brush, Tones.Hex(0x5E6874), width, horizon * 0.55f, 9);
                break;
            case Moment.Snowfall:
                Clouds(brush, Tones.Hex(0xE4EAF0).Faint(0.7f), width, horizon * 0.7f, 6);
                break;
        }
    }

    private static void Clouds(Brush brush, SKColor color, float width, float horizon, int count)
    {
        var random = brush.Random;
        for (var i = 0; i < count; i++)
        {
            var (x, y, size) = (random.Between(-40, width + 40), random.Between(40, horizon * 0.75f), random.Between(34, 84));
            foreach (var (dx, dy, r) in ((float, float, float)[])[(-1.3f, 0.25f, 0.5f), (-0.6f, -0.1f, 0.72f), (0.2f, -0.3f, 0.86f), (0.95f, 0, 0.66f), (1.5f, 0.28f, 0.42f)])
            {
                brush.Circle(color.Darker(0.12f).Faint(0.5f), x + dx * size, y + dy * size + size * 0.14f, r * size);
                brush.Circle(color.Faint(0.82f), x + dx * size, y + dy * size, r * size);
            }
        }
    }

    private static void Streaks(Brush brush, SKColor color, float width, float horizon)
    {
        var random = brush.Random;
        for (var i = 0; i < 7; i++)
        {
            var y = random.Between(60, horizon - 40);
            brush.Ellipse(color.Mix(Tones.Hex(0x7A4A84), 1 - y / horizon).Faint(0.6f), random.Between(0, width), y, random.Between(120, 300), random.Between(6, 16));
        }
    }

    private static void Stars(Brush brush, float width, float horizon, int count)
    {
        var random = brush.Random;
        for (var i = 0; i < count; i++)
        {
            var (x, y, size) = (random.Between(0, width), random.Between(0, horizon - 10), random.Between(1.2f, 3.4f));
            if (random.Chance(0.08f))
                brush.Glow(Tones.Hex(0xD8E4FF).Faint(0.7f), x, y, 20);
            brush.Circle(Tones.Hex(0xFFF9E6).Faint(random.Between(0.6f, 1)), x, y, size);
        }
    }

    private static void MilkyWay(Brush brush, float width, float horizon)
    {
        var random = brush.Random;
        var (left, right) = (random.Between(0.1f, 0.9f) * horizon, random.Between(0, 0.7f) * horizon);
        for (var i = 0; i < 16; i++)
        {
            var along = i / 15f;
            brush.Glow(Tones.Hex(i % 3 == 0 ? 0x7A5AA0u : 0x5A62A8u).Faint(0.5f), along * width, left + (right - left) * along + random.Between(-30, 30), random.Between(70, 130));
        }
    }
}
