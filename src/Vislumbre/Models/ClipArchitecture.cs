using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>CLIP's architecture at any size, as a checkpoint's <c>config.json</c> tells it.</summary>
public sealed record ClipArchitecture
{
    /// <summary>The image tower's transformer.</summary>
    public required TransformerShape Image { get; init; }

    /// <summary>The text tower's transformer; its attention is causal.</summary>
    public required TransformerShape Text { get; init; }

    /// <summary>The edge of the image tower's input in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The edge of a patch in pixels.</summary>
    public required int PatchSize { get; init; }

    /// <summary>The longest text in tokens, start and end included.</summary>
    public required int ContextLength { get; init; }

    /// <summary>How many tokens the vocabulary has.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>
    /// The token whose place is pooled; null where the text's largest id marks it, as old configurations mean by
    /// <c>eos_token_id: 2</c>.
    /// </summary>
    public int? EndToken { get; init; }

    /// <summary>The embedding's dimension.</summary>
    public required int ProjectionDimension { get; init; }

    /// <summary>How many patches an image has.</summary>
    public int Patches => ImageSize / PatchSize * (ImageSize / PatchSize);

    /// <summary>Reads a configuration; what it leaves out is as in ViT-B/32.</summary>
    /// <param name="path">The <c>config.json</c>.</param>
    /// <exception cref="ModelException">Another kind of model, or sizes that cannot be.</exception>
    public static ClipArchitecture Read(string path)
    {
        using var document = JsonFile.Read(path);
        var root = document.RootElement;
        var type = root.Text("model_type") ?? "clip";
        if (type != "clip")
        {
            throw new ModelException(Language.Say(
                $"{path}: model_type is \"{type}\"; a checkpoint must be \"clip\". Other families are read as two ONNX towers.",
                $"{path}: model_type é \"{type}\"; um checkpoint deve ser \"clip\". Outras famílias são lidas como duas torres ONNX."));
        }

        var text = root.Child("text_config");
        var image = root.Child("vision_config");
        var end = text.Number("eos_token_id") ?? 2;
        var architecture = new ClipArchitecture
        {
            Text = Shape(text, path, 512, 8, 2048),
            Image = Shape(image, path, 768, 12, 3072),
            ImageSize = image.Number("image_size") ?? 224,
            PatchSize = image.Number("patch_size") ?? 32,
            ContextLength = text.Number("max_position_embeddings") ?? 77,
            VocabularySize = text.Number("vocab_size") ?? 49408,
            EndToken = end == 2 ? null : end,
            ProjectionDimension = root.Number("projection_dim") ?? 512,
        };
        architecture.Check(path);
        return architecture;
    }

    private void Check(string path)
    {
        Positive(ImageSize, "image_size");
        Positive(PatchSize, "patch_size");
        Positive(ContextLength, "max_position_embeddings");
        Positive(VocabularySize, "vocab_size");
        Positive(ProjectionDimension, "projection_dim");
        Divides(PatchSize, ImageSize, "patch_size", "image_size");
        foreach (var shape in (TransformerShape[])[Image, Text])
        {
            Positive(shape.Layers, "num_hidden_layers");
            Positive(shape.Heads, "num_attention_heads");
            Positive(shape.PerceptronWidth, "intermediate_size");
            Divides(shape.Heads, shape.Width, "num_attention_heads", "hidden_size");
        }

        void Positive(int value, string name)
        {
            if (value is <= 0 or > 1 << 24)
                throw new ModelException(Language.Say($"{path}: {name} is {value}; it must be above 0.", $"{path}: {name} é {value}; deve ser maior que 0."));
        }

        void Divides(int part, int whole, string partName, string wholeName)
        {
            Positive(whole, wholeName);
            if (whole % part != 0)
                throw new ModelException(Language.Say($"{path}: {partName} ({part}) does not divide {wholeName} ({whole}).", $"{path}: {partName} ({part}) não divide {wholeName} ({whole})."));
        }
    }

    private static TransformerShape Shape(JsonElement config, string path, int width, int heads, int inner) => new(
        config.Number("hidden_size") ?? width,
        config.Number("num_hidden_layers") ?? 12,
        config.Number("num_attention_heads") ?? heads,
        config.Number("intermediate_size") ?? inner,
        (config.Text("hidden_act") ?? "quick_gelu") switch
        {
            "quick_gelu" => Activation.QuickGelu,
            "gelu" => Activation.Gelu,
            "gelu_new" or "gelu_pytorch_tanh" => Activation.TanhGelu,
            var other => throw new ModelException(Language.Say(
                $"{path}: hidden_act \"{other}\" is not known; known are quick_gelu, gelu, gelu_new and gelu_pytorch_tanh.",
                $"{path}: hidden_act \"{other}\" não é conhecida; conhecidas são quick_gelu, gelu, gelu_new e gelu_pytorch_tanh.")),
        },
        config.Real("layer_norm_eps") ?? 1e-5f);
}
