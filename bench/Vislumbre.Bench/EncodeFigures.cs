using System.Diagnostics;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Bench;

/// <summary>What each stage takes by itself, the middle of several runs.</summary>
internal static class EncodeFigures
{
    private const int Batch = 32;

    public static void Print()
    {
        using var encoder = new DualEncoder(ModelReader.Open(FormulaCheckpoint.Full()));
        var preprocessor = encoder.Image.Preprocessor;
        var files = Directory.GetFiles(SharedFolder.At("photos", "documerica"), "*.jpg");
        var tensors = new float[Batch * preprocessor.Recipe.TensorLength];
        Console.WriteLine($"decode and resize, one thread: {100 / Seconds(3, () => Array.ForEach(files[..100], file => preprocessor.Resize(PhotoSource.FromFile(file)))):0} photos/s");
        Console.WriteLine($"image tower, batch {Batch}: {Batch / Seconds(5, () => encoder.Image.Encode(tensors.AsMemory(), Batch)):0.0} photos/s");
        Console.WriteLine($"image tower, one: {1000 * Seconds(9, () => encoder.Image.Encode(tensors.AsMemory(), 1)):0.0} ms");
        Console.WriteLine($"text tower, 8 tokens: {1000 * Seconds(15, () => encoder.Text.Encode("two dogs playing in the snow")):0.0} ms");
        var ids = encoder.Text.Tokenizer.EncodeCut("two dogs playing in the snow");
        Console.WriteLine($"text tower, padded to 77: {1000 * Seconds(9, () => encoder.Text.EncodeIds([ids], 77)):0.0} ms");
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
