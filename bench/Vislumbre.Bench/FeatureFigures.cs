using System.Diagnostics;
using Vislumbre.Features;
using Vislumbre.Indexing;
using Vislumbre.Models;

namespace Vislumbre.Bench;

/// <summary>How long the notebook's files take in and out, and what memory that takes.</summary>
internal static class FeatureFigures
{
    private const int Dimension = 512;

    public static async Task PrintAsync(string folder, int rows)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var source = Path.Combine(folder, "in");
        Write(source, rows);
        var library = PhotoLibrary.Open(Path.Combine(folder, "library"), create: true);
        var clock = Stopwatch.StartNew();
        var report = new FeatureImport(library, new ModelIdentity("clip-vit-base-patch32", new string('0', 64), Dimension), folder).Run(FeatureFolder.Open(source));
        Console.WriteLine(FormattableString.Invariant($"{report.Taken:N0} rows of {Dimension} float16: import {clock.Elapsed.TotalSeconds:0.00} s"));
        clock.Restart();
        await FeatureExport.RunAsync(library, Path.Combine(folder, "out"), FeatureLayout.Combined, FeaturePrecision.Bits16, parquet: false);
        Console.WriteLine(FormattableString.Invariant($"export {clock.Elapsed.TotalSeconds:0.00} s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MB"));
        foreach (var name in new[] { "features.npy", "photo_ids.csv" })
        {
            if (!Same(Path.Combine(source, name), Path.Combine(folder, "out", name))) throw new InvalidOperationException($"{name} came out otherwise than it went in");
        }

        Console.WriteLine("features.npy and photo_ids.csv came out byte for byte as they went in");
        Directory.Delete(folder, recursive: true);
    }

    private static void Write(string folder, int rows)
    {
        var random = new Random(1);
        var (row, half) = (new float[Dimension], new Half[Dimension]);
        using var writer = new FeatureWriter(folder, FeatureLayout.Combined, rows, Dimension);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < Dimension; j++) row[j] = random.NextSingle() - 0.5f;
            var length = MathF.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares<float>(row));
            for (var j = 0; j < Dimension; j++) half[j] = (Half)(row[j] / length);
            writer.Append($"{i:D9}-_", half);
        }

        writer.Complete();
    }

    private static bool Same(string one, string other)
    {
        using var first = File.OpenRead(one);
        using var second = File.OpenRead(other);
        if (first.Length != second.Length) return false;
        var (a, b) = (new byte[1 << 20], new byte[1 << 20]);
        for (int read; (read = first.ReadAtLeast(a, a.Length, throwOnEndOfStream: false)) > 0;)
        {
            second.ReadExactly(b.AsSpan(0, read));
            if (!a.AsSpan(0, read).SequenceEqual(b.AsSpan(0, read))) return false;
        }

        return true;
    }
}
