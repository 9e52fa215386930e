using System.Text.Json;
using Vislumbre.Scenes;
using Vislumbre.Testing;

namespace Vislumbre.Training.Tests;

/// <summary>Data and sizes with which a whole run takes seconds.</summary>
internal sealed class TinyRun : IDisposable
{
    private static readonly Lazy<string> Scenes = new(() =>
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vislumbre-training-scenes-{Environment.ProcessId}");
        SceneFolder.Write(folder, new SceneFolderOptions { Count = 120, Seed = 4, Size = 64 });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    private readonly TemporaryFolder _folder = new();

    public TinyRun()
    {
        Config = Path.Combine(_folder.Path, "tiny.json");
        File.WriteAllText(Config, JsonSerializer.Serialize(new
        {
            model_type = "clip",
            projection_dim = 32,
            text_config = new { hidden_size = 32, intermediate_size = 64, num_hidden_layers = 2, num_attention_heads = 2, max_position_embeddings = 40, hidden_act = "quick_gelu" },
            vision_config = new { hidden_size = 32, intermediate_size = 64, num_hidden_layers = 2, num_attention_heads = 2, image_size = 48, patch_size = 16, hidden_act = "gelu" },
        }));
    }

    public string Config { get; }

    public TrainingOptions Options => new()
    {
        Data = Scenes.Value,
        Output = Path.Combine(_folder.Path, "model"),
        Config = Config,
        Epochs = 2,
        Batch = 16,
        CheckpointEvery = 3,
        EvaluateEvery = 5,
        HeldOut = 0.2,
        Vocabulary = 700,
    };

    public string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
