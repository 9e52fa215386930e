using SkiaSharp;

namespace Vislumbre.Testing;

/// <summary>Landscapes painted by a seed: pictures of our own making for tests and for the documentation's screenshots.</summary>
public static class PaintedPictures
{
    /// <summary>Writes JPEGs of different sizes into a folder.</summary>
    public static void WriteFolder(string folder, int count, int width = 320, int firstSeed = 0)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
        {
            var height = width * (i % 3 == 0 ? 4 : 2) / 3;
            File.WriteAllBytes(Path.Combine(folder, $"painting-{firstSeed + i:0000}.jpg"), Encode(width, height, firstSeed + i));
        }
    }

    /// <summary>Paints and encodes one: "jpg", "png" or "webp".</summary>
    public static byte[] Encode(int width, int height, int seed, string kind = "jpg")
    {
        using var picture = Paint(width, height, seed);
        using var data = picture.Encode(kind switch { "png" => SKEncodedImageFormat.Png, "webp" => SKEncodedImageFormat.Webp, _ => SKEncodedImageFormat.Jpeg }, 90);
        return data.ToArray();
    }

    /// <summary>Paints one as an uncompressed Windows bitmap of 24 bits.</summary>
    public static byte[] Bitmap(int width, int height, int seed)
    {
        using var picture = Paint(width, height, seed);
        using var pixels = SKBitmap.FromImage(picture);
        var stride = (width * 3 + 3) / 4 * 4;
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        to.Write("BM"u8);
        to.Write(54 + stride * height);
        to.Write(0);
        to.Write(54);
        to.Write(40);
        to.Write(width);
        to.Write(height);
        to.Write((short)1);
        to.Write((short)24);
        to.Write(new byte[24]);
        for (var y = height - 1; y >= 0; y--)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = pixels.GetPixel(x, y);
                to.Write((ReadOnlySpan<byte>)[pixel.Blue, pixel.Green, pixel.Red]);
            }

            to.Write(new byte[stride - width * 3]);
        }

        return stream.ToArray();
    }

    // Noon, morning, dusk, sunset, night, storm.
    private static readonly int[] Skies = [208, 196, 268, 22, 228, 182];

    private static SKImage Paint(int width, int height, int seed)
    {
        var random = new Random(seed);
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        var canvas = surface.Canvas;
        using var paint = new SKPaint { IsAntialias = true };
        var hue = Skies[random.Next(Skies.Length)] + random.Next(-8, 9);
        var horizon = height * (0.4f + 0.3f * random.NextSingle());
        paint.Shader = Gradient(0, horizon, SKColor.FromHsl(hue, 55, 45 + random.Next(25)), SKColor.FromHsl(hue is > 150 and < 215 ? 48 : (hue + 330) % 360, 75, 84));
        canvas.DrawRect(0, 0, width, height, paint);
        paint.Shader = null;
        paint.Color = SKColor.FromHsl(48, 90, 88);
        canvas.DrawCircle(width * random.NextSingle(), horizon * (0.3f + 0.6f * random.NextSingle()), width * (0.04f + 0.05f * random.NextSingle()), paint);
        for (var ridge = 0; ridge < 4; ridge++) Ridge(canvas, paint, random, width, height, horizon + (height - horizon) * ridge / 4f, SKColor.FromHsl((hue + 14 * ridge) % 360, 30, 52 - 10 * ridge));
        if (random.Next(2) == 0) Trees(canvas, paint, random, width, height);
        return surface.Snapshot();
    }

    private static SKShader Gradient(float top, float bottom, SKColor from, SKColor to) =>
        SKShader.CreateLinearGradient(new SKPoint(0, top), new SKPoint(0, bottom), [from, to], SKShaderTileMode.Clamp);

    private static void Ridge(SKCanvas canvas, SKPaint paint, Random random, int width, int height, float level, SKColor colour)
    {
        using var path = new SKPathBuilder();
        path.MoveTo(0, height);
        var (phase, wave) = (random.NextSingle() * 6, 1 + 3 * random.NextSingle());
        for (var x = 0; x <= width; x += 4)
            path.LineTo(x, level + height * 0.07f * MathF.Sin(phase + wave * 6 * x / width) + height * 0.02f * MathF.Sin(phase * 3 + 37f * x / width));
        path.LineTo(width, height);
        path.Close();
        using var outline = path.Detach();
        paint.Shader = Gradient(level, height, colour, SKColor.FromHsl(colour.Hue, 30, 15));
        canvas.DrawPath(outline, paint);
        paint.Shader = null;
    }

    private static void Trees(SKCanvas canvas, SKPaint paint, Random random, int width, int height)
    {
        for (var tree = 3 + random.Next(9); tree > 0; tree--)
        {
            var (x, foot, size) = (width * random.NextSingle(), height * (0.82f + 0.16f * random.NextSingle()), height * (0.08f + 0.12f * random.NextSingle()));
            paint.Color = SKColor.FromHsl(100 + random.Next(50), 40, 16 + random.Next(12));
            for (var tier = 0; tier < 3; tier++)
            {
                using var path = new SKPathBuilder();
                var (top, half) = (foot - size * (1 - tier * 0.25f), size * (0.16f + 0.09f * tier));
                path.MoveTo(x, top);
                path.LineTo(x + half, top + size * 0.42f);
                path.LineTo(x - half, top + size * 0.42f);
                path.Close();
                using var outline = path.Detach();
                canvas.DrawPath(outline, paint);
            }
        }
    }
}
