using System.Diagnostics;
using TorchSharp;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Bench.Rivals;

/// <summary>A notebook's loop with the kernels of today's PyTorch: libtorch by TorchSharp, attention by its fused kernel.</summary>
internal sealed class TorchLoop : IDisposable
{
    private const int Batch = 16;
    private const string Vision = "vision_model.";

    private readonly ClipArchitecture _architecture;
    private readonly PhotoPreprocessor _preprocessor;
    private readonly Dictionary<string, Tensor> _weights;

    private TorchLoop(string model)
    {
        _architecture = ClipArchitecture.Read(Path.Combine(model, "config.json"));
        _preprocessor = new PhotoPreprocessor(PreprocessingReader.Read(model, _architecture.ImageSize));
        _weights = Checkpoint.Open(model).Tensors.Values.Where(stored => stored.Name.StartsWith("vision_model.", StringComparison.Ordinal) || stored.Name.StartsWith("visual_", StringComparison.Ordinal))
            .Where(stored => stored.Element == TensorElement.F32)
            .ToDictionary(stored => stored.Name, stored => tensor(TensorConversion.ReadFloats(stored), [.. stored.Shape]));
    }

    /// <summary>Runs it with libtorch's own number of threads and with one a core, and gives the better.</summary>
    public static RivalRun Run(string model, string[] files)
    {
        using var loop = new TorchLoop(model);
        using var quiet = inference_mode();
        RivalRun? best = null;
        foreach (var threads in new[] { get_num_threads(), Environment.ProcessorCount }.Distinct())
        {
            set_num_threads(threads);
            loop.Encode(files[..Math.Min(Batch, files.Length)]);
            var clock = Stopwatch.StartNew();
            var rows = loop.Encode(files);
            var run = new RivalRun(clock.Elapsed.TotalSeconds, rows, $"libtorch {__version__}, TorchSharp {Versions.Of(typeof(torch))}, {threads} threads; batches of {Batch}");
            if (best is null || run.Seconds < best.Seconds) best = run;
        }

        return best!;
    }

    public void Dispose()
    {
        foreach (var weight in _weights.Values) weight.Dispose();
    }

    private float[][] Encode(string[] files)
    {
        var length = _preprocessor.Recipe.TensorLength;
        var rows = new List<float[]>(files.Length);
        foreach (var some in files.Chunk(Batch))
        {
            var pixels = new float[some.Length * length];
            for (var i = 0; i < some.Length; i++) _preprocessor.Prepare(PhotoSource.FromFile(some[i]), pixels.AsSpan(i * length, length));
            using var scope = NewDisposeScope();
            var embedded = Embed(tensor(pixels, [some.Length, 3, _architecture.ImageSize, _architecture.ImageSize]));
            rows.AddRange(embedded.data<float>().ToArray().Chunk(_architecture.ProjectionDimension));
        }

        return [.. rows];
    }

    private Tensor Embed(Tensor pixels)
    {
        var (shape, count, patch, side) = (_architecture.Image, pixels.shape[0], _architecture.PatchSize, _architecture.ImageSize / _architecture.PatchSize);
        // A convolution whose stride is its kernel is a product of patches and weights; oneDNN's is slower.
        var patches = pixels.reshape(count, 3, side, patch, side, patch).permute(0, 2, 4, 1, 3, 5).reshape(count, side * side, 3 * patch * patch);
        var tokens = nn.functional.linear(patches, _weights[Vision + "embeddings.patch_embedding.weight"].reshape(shape.Width, -1));
        var rows = cat([_weights[Vision + "embeddings.class_embedding"].expand(count, 1, shape.Width), tokens], 1).add(_weights[Vision + "embeddings.position_embedding.weight"], Held.One);
        rows = Norm(rows, Vision + "pre_layrnorm");
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            using var scope = NewDisposeScope();
            var name = $"{Vision}encoder.layers.{layer}.";
            rows = rows.add(Attend(Norm(rows, name + "layer_norm1"), name + "self_attn."), Held.One);
            var inner = Linear(Norm(rows, name + "layer_norm2"), name + "mlp.fc1");
            rows = rows.add(Linear(inner.mul_(inner.mul(Held.QuickGelu).sigmoid_()), name + "mlp.fc2"), Held.One).MoveToOuterDisposeScope();
        }

        var pooled = Norm(rows.select(1, 0), Vision + "post_layernorm");
        return nn.functional.normalize(nn.functional.linear(pooled, _weights["visual_projection.weight"]), 2, 1);
    }

    private Tensor Attend(Tensor rows, string name)
    {
        var (count, length, shape) = (rows.shape[0], rows.shape[1], _architecture.Image);
        Tensor Heads(string projection) => Linear(rows, name + projection).reshape(count, length, shape.Heads, shape.Width / shape.Heads).transpose(1, 2);
        var attended = nn.functional.scaled_dot_product_attention(Heads("q_proj"), Heads("k_proj"), Heads("v_proj"));
        return Linear(attended.transpose(1, 2).reshape(count, length, shape.Width), name + "out_proj");
    }

    private Tensor Linear(Tensor rows, string name) => nn.functional.linear(rows, _weights[name + ".weight"], _weights[name + ".bias"]);

    private Tensor Norm(Tensor rows, string name) =>
        nn.functional.layer_norm(rows, [_architecture.Image.Width], _weights[name + ".weight"], _weights[name + ".bias"], _architecture.Image.LayerNormEpsilon);
}
