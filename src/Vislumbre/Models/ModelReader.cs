using System.Security.Cryptography;

namespace Vislumbre.Models;

/// <summary>Opens a model folder of any of the layouts that are read: a Hugging Face CLIP checkpoint, or two ONNX towers.</summary>
public static class ModelReader
{
    private static readonly (string Image, string Text)[] OnnxLayouts =
    [
        ("vision_model.onnx", "text_model.onnx"),
        ("onnx/vision_model.onnx", "onnx/text_model.onnx"),
        ("visual/model.onnx", "textual/model.onnx"),
        ("vision_model_quantized.onnx", "text_model_quantized.onnx"),
        ("onnx/vision_model_quantized.onnx", "onnx/text_model_quantized.onnx"),
    ];

    /// <summary>Whether a folder looks like a model, without reading its weights.</summary>
    public static bool IsModel(string folder) => Directory.Exists(folder) && (FindOnnx(folder) is not null || Checkpoint.IsIn(folder));

    /// <summary>Opens a model folder. The first time its weights are hashed and its graphs built, which is kept beside it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The model's name; the folder's own where absent.</param>
    /// <exception cref="ModelException">It is no model, or a broken one; the message says what is missing.</exception>
    public static DualEncoderModel Open(string folder, string? name = null)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
            throw new ModelException(Language.Say($"There is no model folder {folder}.", $"Não existe a pasta de modelo {folder}."));

        name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (FindOnnx(folder) is { } towers) return OpenOnnx(folder, name, towers.Image, towers.Text);
        if (Checkpoint.IsIn(folder)) return OpenCheckpoint(folder, name);
        throw new ModelException(Language.Say(
            $"{folder} is not a model: it has neither a checkpoint (config.json and model.safetensors or pytorch_model.bin) nor two ONNX towers ({OnnxLayouts[0].Image} and {OnnxLayouts[0].Text}, or {OnnxLayouts[2].Image} and {OnnxLayouts[2].Text}).",
            $"{folder} não é um modelo: não tem nem um checkpoint (config.json e model.safetensors ou pytorch_model.bin) nem duas torres ONNX ({OnnxLayouts[0].Image} e {OnnxLayouts[0].Text}, ou {OnnxLayouts[2].Image} e {OnnxLayouts[2].Text})."));
    }

    private static DualEncoderModel OpenCheckpoint(string folder, string name)
    {
        var config = Path.Combine(folder, "config.json");
        if (!File.Exists(config))
            throw new ModelException(Language.Say($"{config} is missing: it tells the sizes of the towers.", $"Falta {config}: ele diz os tamanhos das torres."));

        var architecture = ClipArchitecture.Read(config);
        var prepared = PreparedCheckpoint.Open(folder, config, architecture);
        return new DualEncoderModel
        {
            Folder = folder,
            Identity = new ModelIdentity(name, prepared.Sha256, architecture.ProjectionDimension),
            Preprocessing = PreprocessingReader.Read(folder, architecture.ImageSize),
            Tokenizer = FindTokenizer(folder, new TokenizerRecipe { ContextLength = architecture.ContextLength }),
            ImageTower = new TowerGraph { Graph = prepared.ImageGraph, WeightsFolder = prepared.WeightsFolder },
            PatchTower = new TowerGraph { Graph = prepared.PatchGraph, WeightsFolder = prepared.WeightsFolder },
            TextTower = new TowerGraph { Graph = prepared.TextGraph, WeightsFolder = prepared.WeightsFolder },
            Quantised = new QuantisedTowers(folder, architecture, prepared.Sha256),
            LogitScale = prepared.LogitScale,
        };
    }

    private static DualEncoderModel OpenOnnx(string folder, string name, string image, string text)
    {
        using var config = JsonFile.Read(Path.Combine(folder, "config.json"));
        var root = config.RootElement;
        var clip = root.Child("text_cfg"); // open_clip's names; Hugging Face's are text_config and vision_config
        var dimension = root.Number("embed_dim") ?? root.Number("projection_dim") ?? root.Child("text_config").Number("projection_dim")
            ?? root.Child("text_config").Number("hidden_size") ?? 512;
        var edge = root.Child("vision_cfg").Number("image_size") ?? root.Child("vision_config").Number("image_size") ?? 224;
        var isSiglip = (root.Text("model_type") ?? "").Contains("siglip", StringComparison.OrdinalIgnoreCase)
            || root.Flag("init_logit_bias") is not null || root.Real("init_logit_bias") is not null
            || clip.Flag("no_causal_mask") == true;
        return new DualEncoderModel
        {
            Folder = folder,
            Identity = new ModelIdentity(name, WeightsHash.OfOnnx(image, text), dimension),
            Preprocessing = PreprocessingReader.Read(folder, edge),
            Tokenizer = FindTokenizer(folder, new TokenizerRecipe
            {
                ContextLength = clip.Number("context_length") ?? root.Child("text_config").Number("max_position_embeddings") ?? (isSiglip ? 64 : 77),
                PadToContext = isSiglip,
                Canonicalize = clip.Child("tokenizer_kwargs").Text("clean") == "canonicalize",
            }),
            ImageTower = new TowerGraph { File = image },
            TextTower = new TowerGraph { File = text },
        };
    }

    private static TokenizerRecipe FindTokenizer(string folder, TokenizerRecipe recipe)
    {
        foreach (var place in (string[])["tokenizer.json", "textual/tokenizer.json", "tokenizer/tokenizer.json"])
        {
            var file = Path.Combine(folder, place);
            if (File.Exists(file)) return recipe with { File = file };
        }

        foreach (var place in (string[])["", "textual", "tokenizer"])
        {
            var (vocabulary, merges) = (Path.Combine(folder, place, "vocab.json"), Path.Combine(folder, place, "merges.txt"));
            if (File.Exists(vocabulary) && File.Exists(merges)) return recipe with { Vocabulary = vocabulary, Merges = merges };
        }

        throw new ModelException(Language.Say(
            $"{folder} has no tokenizer: tokenizer.json, or vocab.json and merges.txt.",
            $"{folder} não tem tokenizador: tokenizer.json, ou vocab.json e merges.txt."));
    }

    private static (string Image, string Text)? FindOnnx(string folder)
    {
        foreach (var (image, text) in OnnxLayouts)
        {
            var found = (Image: Path.Combine(folder, image), Text: Path.Combine(folder, text));
            if (File.Exists(found.Image) && File.Exists(found.Text)) return found;
        }

        return null;
    }
}
