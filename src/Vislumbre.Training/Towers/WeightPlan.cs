using Vislumbre.Models;

namespace Vislumbre.Training.Towers;

/// <summary>A tensor of a CLIP checkpoint: its name in Hugging Face's layout, its shape, how it begins.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Deviation">The standard deviation of its first values; 0 for a constant.</param>
/// <param name="Constant">Their mean.</param>
internal sealed record WeightPlan(string Name, long[] Shape, double Deviation, double Constant = 0)
{
    /// <summary>The name of the logit scale's logarithm.</summary>
    public const string LogitScale = "logit_scale";

    /// <summary>How many numbers it has.</summary>
    public long Count => Shape.Aggregate(1L, (product, edge) => product * edge);

    /// <summary>All tensors of an architecture, begun as CLIP's authors did (Radford et al. 2021, section 2.5 and their code).</summary>
    public static IReadOnlyList<WeightPlan> Of(ClipArchitecture architecture)
    {
        var plans = new List<WeightPlan> { new(LogitScale, [], 0, Math.Log(1 / 0.07)) };
        var (image, text) = (architecture.Image, architecture.Text);
        var inner = 1 / Math.Sqrt(image.Width);
        plans.Add(new("vision_model.embeddings.class_embedding", [image.Width], inner));
        plans.Add(new("vision_model.embeddings.patch_embedding.weight", [image.Width, 3, architecture.PatchSize, architecture.PatchSize], 1 / Math.Sqrt(3.0 * architecture.PatchSize * architecture.PatchSize)));
        plans.Add(new("vision_model.embeddings.position_embedding.weight", [architecture.Patches + 1, image.Width], inner));
        Norm("vision_model.pre_layrnorm", image.Width); // the checkpoints' own spelling
        Blocks("vision_model.", image);
        Norm("vision_model.post_layernorm", image.Width);
        plans.Add(new("visual_projection.weight", [architecture.ProjectionDimension, image.Width], inner));
        plans.Add(new("text_model.embeddings.token_embedding.weight", [architecture.VocabularySize, text.Width], 0.02));
        plans.Add(new("text_model.embeddings.position_embedding.weight", [architecture.ContextLength, text.Width], 0.01));
        Blocks("text_model.", text);
        Norm("text_model.final_layer_norm", text.Width);
        plans.Add(new("text_projection.weight", [architecture.ProjectionDimension, text.Width], 1 / Math.Sqrt(text.Width)));
        return plans;

        void Norm(string name, int width)
        {
            plans.Add(new(name + ".weight", [width], 0, 1));
            plans.Add(new(name + ".bias", [width], 0));
        }

        void Linear(string name, int to, int from, double deviation)
        {
            plans.Add(new(name + ".weight", [to, from], deviation));
            plans.Add(new(name + ".bias", [to], 0));
        }

        void Blocks(string tower, TransformerShape shape)
        {
            var attention = 1 / Math.Sqrt(shape.Width);
            var residual = attention / Math.Sqrt(2.0 * shape.Layers);
            for (var layer = 0; layer < shape.Layers; layer++)
            {
                var name = $"{tower}encoder.layers.{layer}.";
                Norm(name + "layer_norm1", shape.Width);
                foreach (var part in (string[])["q_proj", "k_proj", "v_proj"])
                    Linear($"{name}self_attn.{part}", shape.Width, shape.Width, attention);
                Linear(name + "self_attn.out_proj", shape.Width, shape.Width, residual);
                Norm(name + "layer_norm2", shape.Width);
                Linear(name + "mlp.fc1", shape.PerceptronWidth, shape.Width, 1 / Math.Sqrt(2.0 * shape.Width));
                Linear(name + "mlp.fc2", shape.Width, shape.PerceptronWidth, residual);
            }
        }
    }
}
