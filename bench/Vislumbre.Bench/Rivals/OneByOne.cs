using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SkiaSharp;
using Vislumbre.Imaging;

namespace Vislumbre.Bench.Rivals;

/// <summary>What a C# program writes first: SkiaSharp, loops into a <see cref="DenseTensor{T}"/>, ONNX Runtime as it comes, one photo at a time.</summary>
internal static class OneByOne
{
    private const int WarmUp = 4;

    public static RivalRun Run(string onnx, PreprocessingRecipe recipe, string[] files)
    {
        using var session = new InferenceSession(onnx);
        foreach (var file in files.Take(WarmUp)) Encode(session, recipe, file);
        var clock = Stopwatch.StartNew();
        var rows = files.Select(file => Encode(session, recipe, file)).ToArray();
        return new RivalRun(clock.Elapsed.TotalSeconds, rows, $"SkiaSharp {Versions.Of(typeof(SKBitmap))}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
    }

    private static float[] Encode(InferenceSession session, PreprocessingRecipe recipe, string file)
    {
        var input = NamedOnnxValue.CreateFromTensor("pixel_values", Prepare(recipe, file));
        using var results = session.Run([input]);
        var row = results[0].AsEnumerable<float>().ToArray();
        var length = MathF.Sqrt(row.Sum(value => value * value));
        for (var i = 0; i < row.Length; i++) row[i] /= length;
        return row;
    }

    private static DenseTensor<float> Prepare(PreprocessingRecipe recipe, string file)
    {
        var edge = recipe.InputEdge;
        using var photo = SKBitmap.Decode(file);
        var shorter = Math.Min(photo.Width, photo.Height);
        var size = new SKImageInfo(recipe.ResizeEdge * photo.Width / shorter, recipe.ResizeEdge * photo.Height / shorter, SKColorType.Rgba8888, SKAlphaType.Opaque);
        // Skia has no bicubic filter that reduces: without mipmaps it would skip pixels.
        using var small = photo.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        var (left, top) = ((int)Math.Round((small.Width - edge) / 2.0), (int)Math.Round((small.Height - edge) / 2.0));
        var pixels = small.Pixels;
        var tensor = new DenseTensor<float>([1, 3, edge, edge]);
        for (var y = 0; y < edge; y++)
        {
            for (var x = 0; x < edge; x++)
            {
                var pixel = pixels[(top + y) * small.Width + left + x];
                tensor[0, 0, y, x] = (pixel.Red / 255f - recipe.Mean[0]) / recipe.StandardDeviation[0];
                tensor[0, 1, y, x] = (pixel.Green / 255f - recipe.Mean[1]) / recipe.StandardDeviation[1];
                tensor[0, 2, y, x] = (pixel.Blue / 255f - recipe.Mean[2]) / recipe.StandardDeviation[2];
            }
        }

        return tensor;
    }
}
