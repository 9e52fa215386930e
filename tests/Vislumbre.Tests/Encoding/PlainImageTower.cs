using Vislumbre.Models;

namespace Vislumbre.Tests.Encoding;

/// <summary>CLIP's image tower in plain loops, a token and a number at a time: the judge of the graphs.</summary>
internal sealed class PlainImageTower(string folder)
{
    private readonly Checkpoint _checkpoint = Checkpoint.Open(folder);
    private readonly ClipArchitecture _sizes = ClipArchitecture.Read(Path.Combine(folder, "config.json"));

    /// <summary>A prepared picture's embedding and its patches' vectors by each path, none of unit length.</summary>
    public (double[] Embedding, Dictionary<PatchPath, double[][]> Patches) Run(float[] tensor)
    {
        var tokens = Array.ConvertAll(Tokens(tensor), token => Norm(token, "vision_model.pre_layrnorm"));
        var given = tokens.Select(token => new double[token.Length]).ToArray();
        double[][] values = [];
        for (var layer = 0; layer < _sizes.Image.Layers; layer++)
        {
            var name = $"vision_model.encoder.layers.{layer}.";
            var normed = Array.ConvertAll(tokens, token => Norm(token, name + "layer_norm1"));
            var v = Array.ConvertAll(normed, token => Linear(token, name + "self_attn.v_proj"));
            values = Array.ConvertAll(v, token => Linear(token, name + "self_attn.out_proj"));
            var (q, k) = (Array.ConvertAll(normed, token => Linear(token, name + "self_attn.q_proj")), Array.ConvertAll(normed, token => Linear(token, name + "self_attn.k_proj")));
            var next = new double[tokens.Length][];
            for (var to = 0; to < tokens.Length; to++)
            {
                var carried = Carry(q[to], k, v);
                if (to == 0)
                {
                    for (var from = 0; from < tokens.Length; from++) given[from] = Add(given[from], Linear(carried[from], name + "self_attn.out_proj", hasBias: false));
                }

                var token = Add(tokens[to], Linear(carried.Aggregate(Add), name + "self_attn.out_proj"));
                var inner = Array.ConvertAll(Linear(Norm(token, name + "layer_norm2"), name + "mlp.fc1"), x => x / (1 + Math.Exp(-1.702 * x)));
                next[to] = Add(token, Linear(inner, name + "mlp.fc2"));
            }

            tokens = next;
        }

        var gain = Read("vision_model.post_layernorm.weight");
        return (Finish(tokens[0]), new Dictionary<PatchPath, double[][]>
        {
            [PatchPath.Plain] = Array.ConvertAll(tokens[1..], Finish),
            [PatchPath.Value] = Array.ConvertAll(values[1..], Finish),
            [PatchPath.Contribution] = Array.ConvertAll(given[1..], token => Linear([.. token.Select((x, i) => (x - token.Average()) * gain[i])], "visual_projection", hasBias: false)),
        });
    }

    // What a token takes from each other: its attention times their values, head by head.
    private double[][] Carry(double[] query, double[][] keys, double[][] values)
    {
        var depth = _sizes.Image.Width / _sizes.Image.Heads;
        var carried = values.Select(value => new double[value.Length]).ToArray();
        for (var head = 0; head < _sizes.Image.Heads; head++)
        {
            var own = Enumerable.Range(head * depth, depth).ToArray();
            var weights = keys.Select(key => Math.Exp(own.Sum(i => query[i] * key[i]) / Math.Sqrt(depth))).ToArray();
            for (var from = 0; from < values.Length; from++)
            {
                foreach (var i in own) carried[from][i] = values[from][i] * weights[from] / weights.Sum();
            }
        }

        return carried;
    }

    private double[][] Tokens(float[] tensor)
    {
        var (size, patch, width) = (_sizes.ImageSize, _sizes.PatchSize, _sizes.Image.Width);
        var (kernel, places, across) = (Read("vision_model.embeddings.patch_embedding.weight"), Read("vision_model.embeddings.position_embedding.weight"), size / patch);
        double[] Patch(int row, int column)
        {
            var sums = new double[width];
            for (var at = 0; at < width * 3 * patch * patch; at++)
            {
                var (d, c, y, x) = (at / (3 * patch * patch), at / (patch * patch) % 3, at / patch % patch, at % patch);
                sums[d] += (double)kernel[at] * tensor[(c * size + row * patch + y) * size + column * patch + x];
            }

            return sums;
        }

        var tokens = Enumerable.Range(0, across * across).Select(i => Patch(i / across, i % across)).Prepend(Array.ConvertAll(Read("vision_model.embeddings.class_embedding"), x => (double)x));
        return [.. tokens.Select((token, t) => token.Select((x, i) => x + places[t * width + i]).ToArray())];
    }

    private double[] Finish(double[] token) => Linear(Norm(token, "vision_model.post_layernorm"), "visual_projection", hasBias: false);

    private double[] Norm(double[] token, string name)
    {
        var (gain, shift, mean) = (Read(name + ".weight"), Read(name + ".bias"), token.Average());
        var deviation = Math.Sqrt(token.Average(x => (x - mean) * (x - mean)) + _sizes.Image.LayerNormEpsilon);
        return [.. token.Select((x, i) => (x - mean) / deviation * gain[i] + shift[i])];
    }

    private double[] Linear(double[] token, string name, bool hasBias = true)
    {
        var (weights, bias) = (Read(name + ".weight"), hasBias ? Read(name + ".bias") : null);
        return [.. Enumerable.Range(0, weights.Length / token.Length).Select(row => token.Select((x, i) => x * weights[row * token.Length + i]).Sum() + (bias?[row] ?? 0))];
    }

    private static double[] Add(double[] one, double[] other) => [.. one.Zip(other, (a, b) => a + b)];

    private float[] Read(string name) => TensorConversion.ReadFloats(_checkpoint.Find(name));
}
