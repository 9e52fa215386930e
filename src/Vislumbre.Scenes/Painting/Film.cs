using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>What a camera adds: softness, exposure, a vignette and grain, so that a model cannot learn pixels.</summary>
internal static class Film
{
    public static SKBitmap Expose(SKBitmap painting, SceneRandom random)
    {
        var (width, height) = (painting.Width, painting.Height);
        var exposed = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(exposed))
        {
            var (gain, warmth) = (random.Between(0.93f, 1.07f), random.Between(-0.03f, 0.03f));
            using var balance = SKColorFilter.CreateColorMatrix(
            [
                gain * (1 + warmth), 0, 0, 0, 0,
                0, gain, 0, 0, 0,
                0, 0, gain * (1 - warmth), 0, 0,
                0, 0, 0, 1, 0,
            ]);
            var softness = random.Between(0, 1.1f) * width / 480f;
            using var blur = softness < 0.3f ? null : SKImageFilter.CreateBlur(softness, softness, SKShaderTileMode.Clamp);
            using var paint = new SKPaint { ColorFilter = balance, ImageFilter = blur };
            canvas.DrawBitmap(painting, 0, 0, SKSamplingOptions.Default, paint);
            var corner = random.Between(0.05f, 0.3f);
            using var shader = SKShader.CreateRadialGradient(
                new SKPoint(width / 2f, height / 2f), width * 0.76f, [SKColors.Transparent, SKColors.Black.Faint(corner)], [0.55f, 1], SKShaderTileMode.Clamp);
            using var vignette = new SKPaint { Shader = shader };
            canvas.DrawRect(0, 0, width, height, vignette);
        }

        Grain(exposed.GetPixelSpan(), random);
        return exposed;
    }

    /// <summary>The same small number on all three channels, a sum of two uniform ones.</summary>
    private static void Grain(Span<byte> rgba, SceneRandom random)
    {
        var strength = random.Between(0, 9);
        if (strength < 1)
            return;
        for (var i = 0; i + 3 < rgba.Length; i += 4)
        {
            var bits = random.Next64();
            var noise = (int)(((bits & 0xFF) + ((bits >> 8) & 0xFF) - 255f) / 255 * strength);
            for (var c = 0; c < 3; c++)
                rgba[i + c] = (byte)Math.Clamp(rgba[i + c] + noise, 0, 255);
        }
    }
}
