using SkiaSharp;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Painting;

/// <summary>What is between the eye and the scene.</summary>
internal static class Weather
{
    public static void Draw(Brush brush, Moment when, float size)
    {
        var random = brush.Random;
        switch (when)
        {
            case Moment.Rain:
                var lean = random.Between(-16, -6);
                for (var i = 0; i < 260; i++)
                {
                    var (x, y, length) = (random.Between(-20, size + 40), random.Between(-40, size), random.Between(26, 60));
                    brush.Line(Tones.Hex(0xDCE8F4).Faint(random.Between(0.25f, 0.6f)), random.Between(1.4f, 2.8f), x, y, x + lean * length / 50, y + length);
                }

                for (var i = 0; i < 26; i++)
                    brush.Curve(Tones.Hex(0xE4EEF6).Faint(0.6f), 2, FormattableString.Invariant($"M{random.Between(0, size)} {random.Between(size * 0.62f, size)} q9 -8 18 0"));
                break;
            case Moment.Snowfall:
                for (var i = 0; i < 300; i++)
                {
                    var near = random.Unit();
                    brush.Circle(SKColors.White.Faint(0.6f + 0.35f * near), random.Between(0, size), random.Between(0, size), 2.2f + near * near * 7);
                }

                break;
            case Moment.Fog:
                brush.Gradient(0, 0, size, size, [Tones.Hex(0xD4D8DA).Faint(0.6f), Tones.Hex(0xD8DBDC).Faint(0.5f), Tones.Hex(0xDADCDC).Faint(0.28f)]);
                for (var i = 0; i < 7; i++)
                    brush.Shadow(Tones.Hex(0xE2E4E4).Faint(0.36f), random.Between(0, size), random.Between(size * 0.35f, size * 0.85f), random.Between(240, 420), random.Between(26, 60));
                break;
        }
    }
}
