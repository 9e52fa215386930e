using System.Text.Json;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Training.Towers;
using Vislumbre.Training.Vocabulary;

namespace Vislumbre.Training.Learning;

/// <summary>The model folder that a run writes: Hugging Face's layout of CLIP.</summary>
internal sealed class ModelFolder
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private static readonly string[] Architectures = ["CLIPModel"];
    private readonly string _folder;

    private ModelFolder(string folder, ClipArchitecture architecture) => (_folder, Architecture) = (folder, architecture);

    /// <summary>The towers' sizes.</summary>
    public ClipArchitecture Architecture { get; }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer => Tokenizer.Open(new TokenizerRecipe { File = Path.Combine(_folder, "tokenizer.json"), ContextLength = Architecture.ContextLength });

    /// <summary>How the model wants its pictures.</summary>
    public PreprocessingRecipe Preprocessing => PreprocessingReader.Read(_folder, Architecture.ImageSize);

    /// <summary>Writes all but the weights: what a model needs that is begun or gone on from; what is there stays.</summary>
    public static ModelFolder Prepare(TrainingOptions options, IReadOnlyList<string> captions)
    {
        var folder = options.Output;
        Directory.CreateDirectory(folder);
        var (config, tokenizer) = (Path.Combine(folder, "config.json"), Path.Combine(folder, "tokenizer.json"));
        if (options.From is { } from)
        {
            foreach (var name in (string[])["config.json", "tokenizer.json", "preprocessor_config.json", "preprocess_cfg.json", "vocab.json", "merges.txt"])
            {
                if (File.Exists(Path.Combine(from, name))) File.Copy(Path.Combine(from, name), Path.Combine(folder, name), overwrite: true);
            }
        }
        else if (!File.Exists(config))
        {
            var sizes = options.Config is { } path ? ClipArchitecture.Read(path) : Mini;
            if (options.Tokenizer is { } given) File.Copy(given, tokenizer, overwrite: true);
            else TokenizerWriter.Write(tokenizer, VocabularyLearner.Learn(captions, options.Vocabulary));
            WritePreprocessing(Path.Combine(folder, "preprocessor_config.json"), sizes.ImageSize);
            // Last, and whole or not at all: a run that goes on takes it as the sign that everything is here.
            WriteConfig(config + ".part", sizes, TokenizerFile.Read(tokenizer));
            File.Move(config + ".part", config, overwrite: true);
        }

        return new ModelFolder(folder, ClipArchitecture.Read(config));
    }

    /// <summary>The sizes of <c>mini</c>: small enough to be trained on a laptop in an hour.</summary>
    public static ClipArchitecture Mini { get; } = new()
    {
        Image = new TransformerShape(128, 6, 4, 512, Activation.Gelu, 1e-5f),
        Text = new TransformerShape(128, 3, 4, 512, Activation.Gelu, 1e-5f),
        ImageSize = 112,
        PatchSize = 16,
        ContextLength = 48,
        VocabularySize = 2048,
        ProjectionDimension = 128,
    };

    /// <summary>Writes the weights.</summary>
    public void WriteWeights(NetworkWeights weights, bool half) => SafetensorsWriter.Write(
        Path.Combine(_folder, "model.safetensors"), [.. weights.Names.Select(name => (name, weights.Shape(name), weights.Merged(name)))], half);

    internal static void WritePreprocessing(string path, int edge)
    {
        var recipe = PreprocessingRecipe.Clip(edge);
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            do_resize = true,
            size = new { shortest_edge = edge },
            resample = 3,
            do_center_crop = true,
            crop_size = new { height = edge, width = edge },
            do_rescale = true,
            rescale_factor = 1 / 255.0,
            do_normalize = true,
            image_mean = recipe.Mean,
            image_std = recipe.StandardDeviation,
            do_convert_rgb = true,
            image_processor_type = "CLIPImageProcessor",
        }, Json));
    }

    private static void WriteConfig(string path, ClipArchitecture sizes, TokenizerFile tokenizer)
    {
        if (tokenizer is not { Prefix: [.., var start], Suffix: [var end, ..] })
            throw new ModelException(Language.Say("The tokenizer does not say which tokens begin and end a text; CLIP's towers need both.", "O tokenizador não diz que tokens começam e terminam um texto; as torres da CLIP precisam dos dois."));
        var vocabulary = tokenizer.Vocabulary.Values.Append(start).Append(end).Max() + 1;

        object Shape(TransformerShape shape, object rest) => JsonSerializer.SerializeToNode(rest)!.AsObject().Concat(JsonSerializer.SerializeToNode(new
        {
            hidden_size = shape.Width,
            intermediate_size = shape.PerceptronWidth,
            num_hidden_layers = shape.Layers,
            num_attention_heads = shape.Heads,
            hidden_act = shape.Activation switch { Activation.QuickGelu => "quick_gelu", Activation.Gelu => "gelu", _ => "gelu_new" },
            layer_norm_eps = shape.LayerNormEpsilon,
            projection_dim = sizes.ProjectionDimension,
        })!.AsObject()).ToDictionary(pair => pair.Key, pair => pair.Value?.DeepClone());

        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            architectures = Architectures,
            model_type = "clip",
            projection_dim = sizes.ProjectionDimension,
            logit_scale_init_value = 2.6592,
            text_config = Shape(sizes.Text, new { model_type = "clip_text_model", max_position_embeddings = sizes.ContextLength, vocab_size = vocabulary, bos_token_id = start, eos_token_id = end, pad_token_id = end }),
            vision_config = Shape(sizes.Image, new { model_type = "clip_vision_model", image_size = sizes.ImageSize, patch_size = sizes.PatchSize, num_channels = 3 }),
        }, Json));
    }
}
