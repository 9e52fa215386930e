using System.Diagnostics;
using Vislumbre.Encoding;
using Vislumbre.Features;
using Vislumbre.Imaging;
using Vislumbre.Models;

namespace Vislumbre.Bench;

/// <summary>Makes many embeddings of few photos: random crops, mirrored or not, brighter or darker, through a trained model.</summary>
internal static class CropFigures
{
    private const int Batch = 64;

    public static void Write(string model, string photos, int count, string file)
    {
        using var encoder = new DualEncoder(ModelReader.Open(model));
        var preprocessor = encoder.Image.Preprocessor;
        var side = (int)Math.Sqrt(preprocessor.Recipe.TensorLength / 3);
        var files = Directory.GetFiles(photos, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var pictures = files.AsParallel().AsOrdered().Select(photo => preprocessor.Resize(PhotoSource.FromFile(photo)).Pixels).ToArray();
        var clock = Stopwatch.StartNew();
        var (tensors, length) = (new float[Batch * preprocessor.Recipe.TensorLength], preprocessor.Recipe.TensorLength);
        using var writer = new NpyWriter(file, count, encoder.Model.Identity.Dimension);
        for (var first = 0; first < count; first += Batch)
        {
            var rows = Math.Min(Batch, count - first);
            Parallel.For(0, rows, i =>
            {
                // Crop n of every photo before crop n + 1 of any; the last thousand rows are of other photos than the rest.
                var number = first + i;
                var held = pictures.Length / 20;
                var picture = number >= count - 1000 ? pictures[number % held] : pictures[held + number % (pictures.Length - held)];
                preprocessor.ToTensor(Crop(picture, side, new Random(number)), tensors.AsSpan(i * length, length));
            });
            foreach (var embedding in encoder.Image.Encode(tensors.AsMemory(0, rows * length), rows)) writer.Append(embedding);
        }

        writer.Complete();
        Console.WriteLine($"{count:N0} crops of {files.Length:N0} photos in {clock.Elapsed.TotalSeconds:0} s: {count / clock.Elapsed.TotalSeconds:0} a second");
    }

    // From 40 to 100 % of the area, bilinear.
    private static byte[] Crop(byte[] picture, int side, Random random)
    {
        var span = side * (float)Math.Sqrt(0.4 + 0.6 * random.NextDouble());
        var (left, top) = ((side - span) * random.NextSingle(), (side - span) * random.NextSingle());
        var (mirrored, light) = (random.Next(2) == 0, 0.8f + 0.4f * random.NextSingle());
        var crop = new byte[picture.Length];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (fromX, fromY) = (left + (mirrored ? side - 1 - x : x) * (span - 1) / (side - 1), top + y * (span - 1) / (side - 1));
                var (x0, y0) = (Math.Min((int)fromX, side - 2), Math.Min((int)fromY, side - 2));
                var (dx, dy) = (fromX - x0, fromY - y0);
                for (var c = 0; c < 3; c++)
                {
                    float At(int px, int py) => picture[(py * side + px) * 3 + c];
                    var value = (At(x0, y0) * (1 - dx) + At(x0 + 1, y0) * dx) * (1 - dy) + (At(x0, y0 + 1) * (1 - dx) + At(x0 + 1, y0 + 1) * dx) * dy;
                    crop[(y * side + x) * 3 + c] = (byte)Math.Clamp(value * light, 0, 255);
                }
            }
        }

        return crop;
    }
}
