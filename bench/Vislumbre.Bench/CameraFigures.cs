using System.Diagnostics;
using System.Numerics.Tensors;
using NetVips;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Bench;

/// <summary>What decoding camera photos (24 megapixels, as mosaics and as enlargements of real ones) costs at reduced scales, and what it does to embeddings.</summary>
internal static class CameraFigures
{
    private const int Across = 6000, Down = 4000, Count = 12;

    public static void Print()
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path, Count);
        // mini is trained, so that its cosines mean something; the other has the field's input size, so its times do.
        foreach (var (name, model) in ((string, string)[])[("mini", new ModelStore().Find("mini")!), ("ViT-B/32 by formula", FormulaCheckpoint.Full())])
        {
            using var encoder = new DualEncoder(ModelReader.Open(model));
            foreach (var kind in (string[])["mosaic", "enlarged"]) Print(encoder, name, kind, Directory.GetFiles(folder.Path, $"{kind}-*.jpg").Order().ToArray());
        }
    }

    private static void Print(DualEncoder encoder, string name, string kind, string[] files)
    {
        Console.WriteLine($"{name}, {kind}: {files.Length} JPEGs of {Across} × {Down}, {files.Average(file => new FileInfo(file).Length) / 1e6:0.0} MB each, one thread");
        float[][]? whole = null;
        foreach (var margin in (int[])[0, 4, 2, 1])
        {
            var preprocessor = new PhotoPreprocessor(encoder.Model.Preprocessing) { Margin = margin };
            var tensors = files.Select(_ => new float[preprocessor.Recipe.TensorLength]).ToArray();
            var times = new List<double>();
            for (var at = 0; at < files.Length; at++)
            {
                var start = Stopwatch.GetTimestamp();
                preprocessor.Prepare(PhotoSource.FromFile(files[at]), tensors[at]);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            var embeddings = tensors.Select(tensor => encoder.Image.Encode(tensor, 1)[0]).ToArray();
            whole ??= embeddings;
            Console.WriteLine($"  {(margin == 0 ? "whole" : $"shorter edge from {margin} × {preprocessor.Recipe.ResizeEdge}"),-28} {times.Order().ElementAt(times.Count / 2),6:0.0} ms, cosine to the whole from {embeddings.Zip(whole, (one, other) => TensorPrimitives.Dot(one, other)).Min():0.00000}");
        }
    }

    /// <summary>Writes them.</summary>
    public static void Write(string folder, int count)
    {
        var files = Directory.GetFiles(SharedFolder.At("photos", "documerica"), "*.jpg").Order().ToArray();
        for (var at = 0; at < count; at++)
        {
            using var one = Image.NewFromFile(files[at % files.Length]);
            using var large = one.Resize((double)Across / one.Width, vscale: (double)Down / one.Height);
            large.Jpegsave(Path.Combine(folder, $"enlarged-{at:000}.jpg"), q: 92);
            var tiles = Enumerable.Range(0, 100).Select(tile => Image.NewFromFile(files[(at * 17 + tile) % files.Length])).Select(tile => tile.ThumbnailImage(600, height: 400, crop: Enums.Interesting.Centre)).ToArray();
            using var mosaic = Image.Arrayjoin(tiles, across: 10);
            mosaic.Jpegsave(Path.Combine(folder, $"mosaic-{at:000}.jpg"), q: 92);
        }
    }
}
