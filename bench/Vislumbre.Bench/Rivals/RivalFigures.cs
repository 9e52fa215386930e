using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Bench.Rivals;

/// <summary>The same files and the same weights, from file to embedding, by Vislumbre and by what else a person would take.</summary>
internal static class RivalFigures
{
    // Transformers.js 4.3 reduces by sharp's affine transform, which reads four pixels beside each other and skips those between: 0.97.
    private const double SameWork = 0.95;

    public static async Task PrintAsync(string folder, int count)
    {
        var files = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count).Select(Path.GetFullPath).ToArray();
        if (files.Length == 0) throw new DirectoryNotFoundException($"There are no *.jpg in {folder}.");
        var model = FormulaCheckpoint.Full();
        // So that the first rival does not read from disk what the others find in memory.
        foreach (var file in files.Append(Path.Combine(model, "model.safetensors"))) await ReadThroughAsync(file);
        using var temporary = new TemporaryFolder();
        var standard = temporary.At("models", "clip");
        StandardOnnx.Write(model, standard);
        var recipe = ModelReader.Open(model).Preprocessing;

        Console.WriteLine($"{files.Length} photos, file to embedding, CLIP ViT-B/32, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription.Split('-')[0]} {RuntimeInformation.OSArchitecture}; opening the model does not count{Load()}");
        var auto = new EncoderOptions { Precision = Precision.Auto };
        using (var trial = new DualEncoder(ModelReader.Open(model), auto)) trial.Try(files.Select(PhotoSource.FromFile));
        var verdict = PrecisionTrial.Known(ModelReader.Open(model));
        Console.WriteLine($"auto takes {verdict?.Chosen ?? Precision.Fp32} here: {verdict}");
        var first = await OwnPipeline.RunAsync(model, files);
        var firstAuto = await OwnPipeline.RunAsync(model, files, auto);
        Console.WriteLine($"{"vislumbre, first run",-22} {first.Rate,6:0.0} photos/s in fp32, {firstAuto.Rate:0.0} with auto   {first.With}");
        var rivals = new List<(string Name, RivalRun Run)>();
        Try("notebook loop", () => OutsideRival.RunNotebook(model, files));
        Try("libtorch loop", () => TorchLoop.Run(model, files));
        Try("Transformers.js", () => OutsideRival.RunTransformersJs(standard, files));
        Try("one by one in C#", () => OneByOne.Run(StandardOnnx.Tower(standard), recipe, files));
        var last = await OwnPipeline.RunAsync(model, files);
        var lastAuto = await OwnPipeline.RunAsync(model, files, auto);
        Console.WriteLine($"{"vislumbre, last run",-22} {last.Rate,6:0.0} photos/s in fp32, {lastAuto.Rate:0.0} with auto");
        // First and last, so that a machine that grows slower or faster meanwhile favours nobody.
        var ours = 2 * files.Length / (first.Seconds + last.Seconds);
        var oursAuto = 2 * files.Length / (firstAuto.Seconds + lastAuto.Seconds);
        Console.WriteLine($"{"vislumbre, mean",-22} {ours,6:0.0} photos/s in fp32, {oursAuto:0.0} with auto");
        foreach (var (name, run) in rivals)
        {
            var (least, own) = Compare(run.Rows, first.Rows);
            Console.WriteLine($"{name,-22} {run.Rate,6:0.0} photos/s, ours {ours / run.Rate,5:0.00} times in fp32, {oursAuto / run.Rate,5:0.00} with auto, cosine at least {least:0.0000}, {own} of {files.Length} nearest their own   {run.With}");
            if (least < SameWork || own < files.Length) Console.WriteLine($"{"",-22} its embeddings are others: it did not do the same work");
        }

        void Try(string name, Func<RivalRun> run)
        {
            try
            {
                rivals.Add((name, run()));
            }
            catch (RivalAbsentException e)
            {
                Console.WriteLine($"{name,-22} left out: {e.Message}; bench/rivals/install puts in place what it needs");
            }
        }
    }

    // What else the machine is doing: ratios of a busy one say little.
    private static string Load() => File.Exists("/proc/loadavg") ? $"; load before {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";

    // The least cosine of a photo's two embeddings, and of how many photos the nearest of all of ours is its own.
    private static (float Least, int Own) Compare(float[][] rows, float[][] ours) => (
        rows.Zip(ours, (theirs, own) => TensorPrimitives.Dot<float>(theirs, own)).Min(),
        rows.Select((row, i) => Enumerable.Range(0, ours.Length).MaxBy(other => TensorPrimitives.Dot<float>(row, ours[other])) == i).Count(same => same));

    private static async Task ReadThroughAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await file.CopyToAsync(Stream.Null);
    }
}
