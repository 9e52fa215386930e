using TorchSharp;
using Vislumbre.Models;
using static TorchSharp.torch;

namespace Vislumbre.Training.Towers;

/// <summary>
/// CLIP's two towers (Radford et al. 2021) over named weights, so that what is trained is a checkpoint in Hugging Face's layout
/// throughout.
/// </summary>
internal sealed class DualEncoderNetwork(ClipArchitecture architecture, NetworkWeights weights, bool bfloat16 = false)
{
    /// <summary>Embeds pictures.</summary>
    /// <param name="pixels">Normalised pixels, N × 3 × edge × edge.</param>
    /// <returns>Unit vectors, N × dimension.</returns>
    public Tensor EmbedImages(Tensor pixels)
    {
        const string Prefix = "vision_model.";
        var (count, patch, side, width) = (pixels.shape[0], architecture.PatchSize, architecture.ImageSize / architecture.PatchSize, architecture.Image.Width);
        // A convolution whose stride is its kernel is a product of patches and weights; oneDNN's is slower.
        var patches = pixels.reshape(count, 3, side, patch, side, patch).permute(0, 2, 4, 1, 3, 5).reshape(count, side * side, 3 * patch * patch);
        var tokens = nn.functional.linear(Narrow(patches), Narrow(weights[Prefix + "embeddings.patch_embedding.weight"].reshape(width, -1)));
        var classes = weights[Prefix + "embeddings.class_embedding"].expand(count, 1, width);
        var rows = cat([classes, tokens], 1).add(weights[Prefix + "embeddings.position_embedding.weight"], Held.One);
        rows = Norm(rows, Prefix + "pre_layrnorm", architecture.Image);
        rows = Blocks(rows, Prefix, architecture.Image, causal: false);
        return Project(Norm(rows.select(1, 0), Prefix + "post_layernorm", architecture.Image), "visual_projection.weight");
    }

    /// <summary>Embeds texts.</summary>
    /// <param name="ids">Tokens, N × length; what follows a text's end does not matter, attention looks back only.</param>
    /// <param name="ends">The place of each text's end token.</param>
    /// <returns>Unit vectors, N × dimension.</returns>
    public Tensor EmbedTexts(Tensor ids, Tensor ends)
    {
        const string Prefix = "text_model.";
        var rows = weights[Prefix + "embeddings.token_embedding.weight"].index_select(0, ids.flatten()).reshape(ids.shape[0], ids.shape[1], architecture.Text.Width)
            .add(weights[Prefix + "embeddings.position_embedding.weight"].narrow(0, 0, ids.shape[1]), Held.One);
        rows = Blocks(rows, Prefix, architecture.Text, causal: true);
        var pooled = rows.gather(1, ends.reshape(-1, 1, 1).expand(-1, 1, architecture.Text.Width)).squeeze(1);
        return Project(Norm(pooled, Prefix + "final_layer_norm", architecture.Text), "text_projection.weight");
    }

    private Tensor Project(Tensor pooled, string name) => nn.functional.normalize(nn.functional.linear(pooled, weights[name]), 2, 1);

    private Tensor Blocks(Tensor rows, string tower, TransformerShape shape, bool causal)
    {
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var name = $"{tower}encoder.layers.{layer}.";
            rows = rows.add(Attend(Norm(rows, name + "layer_norm1", shape), name + "self_attn.", shape, causal), Held.One);
            var inner = Linear(Norm(rows, name + "layer_norm2", shape), name + "mlp.fc1");
            rows = rows.add(Linear(Activate(inner, shape.Activation), name + "mlp.fc2"), Held.One);
        }

        return rows;
    }

    private Tensor Attend(Tensor rows, string name, TransformerShape shape, bool causal)
    {
        var (count, length) = (rows.shape[0], rows.shape[1]);
        // One product instead of three.
        var weight = cat([weights[name + "q_proj.weight"], weights[name + "k_proj.weight"], weights[name + "v_proj.weight"]], 0);
        var bias = cat([weights[name + "q_proj.bias"], weights[name + "k_proj.bias"], weights[name + "v_proj.bias"]], 0);
        // Attention stays in 32 bits: libtorch's kernel is slower with 16.
        var parts = Widen(nn.functional.linear(Narrow(rows), Narrow(weight), Narrow(bias))).reshape(count, length, 3, shape.Heads, shape.Width / shape.Heads).permute(2, 0, 3, 1, 4);
        var attended = nn.functional.scaled_dot_product_attention(parts.select(0, 0), parts.select(0, 1), parts.select(0, 2), is_casual: causal);
        return Linear(attended.transpose(1, 2).reshape(count, length, shape.Width), name + "out_proj");
    }

    private Tensor Linear(Tensor rows, string name) => nn.functional.linear(Narrow(rows), Narrow(weights[name + ".weight"]), Narrow(weights[name + ".bias"]));

    /// <summary>As matrices are multiplied; sums, norms, attention and what the weights add up to stay in 32 bits (Micikevicius et al. 2018).</summary>
    private Tensor Narrow(Tensor rows) => bfloat16 ? rows.to(ScalarType.BFloat16) : rows;

    private Tensor Widen(Tensor rows) => bfloat16 ? rows.to(ScalarType.Float32) : rows;

    private Tensor Norm(Tensor rows, string name, TransformerShape shape) =>
        nn.functional.layer_norm(rows, [shape.Width], weights[name + ".weight"], weights[name + ".bias"], shape.LayerNormEpsilon);

    private static Tensor Activate(Tensor rows, Activation activation) => activation switch
    {
        Activation.QuickGelu => rows * rows.mul(Held.QuickGelu).sigmoid(),
        Activation.Gelu => rows.gelu(),
        _ => rows.mul(Held.Half).mul(rows.add(rows * rows * rows, Held.TanhGeluCube).mul(Held.TanhGeluScale).tanh().add(Held.One, Held.One)),
    };
}
