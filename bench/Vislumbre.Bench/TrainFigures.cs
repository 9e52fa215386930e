using System.Diagnostics;
using TorchSharp;
using Vislumbre.Models;
using Vislumbre.Training;
using Vislumbre.Training.Data;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Bench;

/// <summary>A training step of <c>mini</c> against the floating-point work in it at this machine's matrix-multiply peak.</summary>
internal static class TrainFigures
{
    private const int Batch = 256, TextLength = 20, Steps = 8;

    public static void Print()
    {
        Allocator.KeepMemory();
        var sizes = ModelFolder.Mini;
        var peak = MachinePeak.Products();
        // Forward once, backward twice.
        var work = 3 * Batch * (TowerWork.Of(sizes.Image, sizes.Patches + 1) + 2.0 * sizes.Patches * 3 * sizes.PatchSize * sizes.PatchSize * sizes.Image.Width + TowerWork.Of(sizes.Text, TextLength));
        Console.WriteLine($"matrix multiply peak   {peak / 1e9,8:0.0} GFLOP/s (2048 × 2048, 32 bits)");
        Console.WriteLine($"work of a step         {work / 1e9,8:0.0} GFLOP for {Batch} pairs");
        foreach (var bfloat16 in (bool[])[false, true])
        {
            var seconds = Step(sizes, bfloat16);
            Console.WriteLine($"step, {(bfloat16 ? "--bf16" : "32 bits"),-16} {Batch / seconds,8:0.0} pairs/s, {seconds * 1000:0} ms, {work / seconds / 1e9:0.0} GFLOP/s, {work / seconds / peak:0.00} of the peak");
        }
    }

    /// <summary>The best of several steps, in seconds.</summary>
    private static double Step(ClipArchitecture sizes, bool bfloat16)
    {
        using var weights = NetworkWeights.Create(sizes, 1);
        weights.Begin(_ => true, 0, 1);
        using var optimizer = new AdamW(weights.Learning, 0.1);
        var step = new TrainingStep(new DualEncoderNetwork(sizes, weights, bfloat16), weights, 0);
        using var batch = new TrainingBatch(
            randn(Batch, 3, sizes.ImageSize, sizes.ImageSize), randint(0, sizes.VocabularySize - 1, [Batch, TextLength], ScalarType.Int64), tensor(Enumerable.Repeat(TextLength - 1L, Batch).ToArray()), eye(Batch));
        var best = double.MaxValue;
        for (var i = 0; i < Steps; i++)
        {
            var watch = Stopwatch.StartNew();
            step.Run(batch);
            optimizer.ClipGradients(1);
            optimizer.Step(i, 1e-4);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }
}
