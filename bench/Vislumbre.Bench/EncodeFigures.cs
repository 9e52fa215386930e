using System.Diagnostics;
using System.Numerics.Tensors;
using Vislumbre.Bench.Rivals;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Bench;

/// <summary>What each stage takes by itself against what the machine can do, and what the whole way takes against its stages.</summary>
internal static class EncodeFigures
{
    private const int Photos = 96;
    private const string Words = "two dogs playing in the snow";

    public static async Task PrintAsync()
    {
        var folder = FormulaCheckpoint.Full();
        var model = ModelReader.Open(folder);
        var sizes = ClipArchitecture.Read(Path.Combine(folder, "config.json"));
        var (peak, reading) = (MachinePeak.Products(), MachinePeak.Reading());
        var work = TowerWork.Image(sizes);
        Console.WriteLine($"{Environment.ProcessorCount} cores: {peak / 1e9:0} GFLOP/s of 32-bit products, {reading / 1e9:0.0} GB/s of reading; the image tower is {work / 1e9:0.00} GFLOP a photo");
        var files = Directory.GetFiles(SharedFolder.At("photos", "documerica"), "*.jpg").Order().Take(Photos).ToArray();
        var preprocessor = new PhotoPreprocessor(model.Preprocessing);
        var tensors = new float[files.Length * preprocessor.Recipe.TensorLength];
        var decoding = Seconds(3, () => InParallel(files.Length, 1, (at, _) => preprocessor.Prepare(PhotoSource.FromFile(files[at]), tensors.AsSpan(at * preprocessor.Recipe.TensorLength, preprocessor.Recipe.TensorLength)))) / files.Length;
        Console.WriteLine($"decoding and resizing, {Environment.ProcessorCount} threads: {1 / decoding:0} photos/s");
        float[][]? exact = null;
        foreach (var precision in (Precision[])[Precision.Fp32, Precision.Int8])
        {
            var options = new EncoderOptions { Precision = precision };
            var rate = PrintTower(model, options, tensors, files.Length, preprocessor.Recipe.TensorLength, work, peak, ref exact);
            PrintText(model, options, sizes, reading);
            var bound = 1 / (1 / rate + decoding);
            var whole = 0.0;
            for (var run = 0; run < 3; run++) whole = Math.Max(whole, (await OwnPipeline.RunAsync(folder, files, options)).Rate);
            Console.WriteLine($"  files to embeddings in a catalog: {whole:0.0} photos/s: {whole / rate:0.00} of the encoder alone, {whole / bound:0.00} of what these cores leave beside decoding");
        }
    }

    private static double PrintTower(DualEncoderModel model, EncoderOptions options, float[] tensors, int count, int length, double work, double peak, ref float[][]? exact)
    {
        Console.WriteLine($"{options.Precision}:");
        using var one = new ImageEncoder(model, options);
        using var bulk = ImageEncoder.ForBulk(model, options);
        var chosen = 0.0;
        foreach (var batch in (int[])[1, 2, 4, 8, 16])
        {
            if (options.Precision == Precision.Int8 && batch > 1) break; // they are run one by one all the same
            var rate = count / Seconds(3, () => InParallel(count, batch, (at, many) => bulk.Encode(tensors.AsMemory(at * length, many * length), many)));
            if (batch == bulk.BatchSize) chosen = rate;
            Console.WriteLine($"  image tower, a thread a core, {batch} a run: {rate:0.0} photos/s{(options.Precision == Precision.Fp32 ? $", {rate * work / peak:0.00} of the products' peak" : $", {rate * work / peak:0.0} times the 32-bit products' peak")}{(batch == bulk.BatchSize ? " (taken)" : "")}");
        }

        var batches = count / Seconds(3, () => { for (var at = 0; at + 32 <= count; at += 32) one.Encode(tensors.AsMemory(at * length), 32); });
        Console.WriteLine($"  image tower, all cores in one run, 32 one after another: {batches:0.0} photos/s; one photo: {1000 * Seconds(9, () => one.Encode(tensors.AsMemory(), 1)):0.0} ms");
        var rows = Enumerable.Range(0, count).Select(at => one.Encode(tensors.AsMemory(at * length, length), 1)[0]).ToArray();
        exact ??= rows;
        if (options.Precision == Precision.Int8) Console.WriteLine($"  cosine to 32 bits from {rows.Zip(exact, (a, b) => TensorPrimitives.Dot(a, b)).Min():0.00000} (weights by formula; with a trained model: vislumbre evaluate, docs/performance.md)");
        return chosen;
    }

    private static void PrintText(DualEncoderModel model, EncoderOptions options, ClipArchitecture sizes, double reading)
    {
        using var text = new TextEncoder(model, options);
        var shape = sizes.Text;
        var bytes = shape.Layers * (4.0 * shape.Width * shape.Width + 2.0 * shape.Width * shape.PerceptronWidth) * (options.Precision == Precision.Int8 ? 1 : 4);
        var seconds = Seconds(31, () => text.Encode(Words));
        Console.WriteLine($"  text tower, 8 tokens: {1000 * seconds:0.0} ms; {bytes / 1e6:0} MB of weights are read: {bytes / seconds / 1e9:0.0} GB/s, {bytes / seconds / reading:0.00} of what the cores read");
        if (options.Precision == Precision.Int8) return;
        var ids = text.Tokenizer.EncodeCut(Words);
        Console.WriteLine($"  the same padded to 77: {1000 * Seconds(9, () => text.EncodeIds([ids], 77)):0.0} ms");
    }

    // A thread a core, each taking the next few.
    private static void InParallel(int count, int batch, Action<int, int> work)
    {
        var next = 0;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            for (var at = Interlocked.Add(ref next, batch) - batch; at < count; at = Interlocked.Add(ref next, batch) - batch) work(at, Math.Min(batch, count - at));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    private static double Seconds(int runs, Action work)
    {
        work();
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var clock = Stopwatch.StartNew();
            work();
            times[run] = clock.Elapsed.TotalSeconds;
        }

        Array.Sort(times);
        return times[runs / 2];
    }
}
