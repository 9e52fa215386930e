namespace Vislumbre.Models;

/// <summary>
/// A checkpoint's towers with eight-bit weights, made when they are first asked for and kept beside the model. Activations are
/// quantised as they come, one scale a tensor; the first and the last layer, norms, softmax and embeddings stay in 32 bits.
/// </summary>
/// <param name="folder">The model's folder.</param>
/// <param name="architecture">Its sizes.</param>
/// <param name="sha256">The hash of its weights.</param>
/// <param name="largest">The largest magnitude of a weight; null means what suits this processor.</param>
internal sealed class QuantisedTowers(string folder, ClipArchitecture architecture, string sha256, int? largest = null)
{
    private readonly int _largest = largest ?? ByteProducts.LargestWeight;
    private readonly Lock _gate = new();
    private (TowerGraph Image, TowerGraph Text)? _towers;

    /// <summary>The model's folder.</summary>
    public string Folder => folder;

    /// <summary>The hash of its weights.</summary>
    public string Sha256 => sha256;

    /// <summary>The towers.</summary>
    /// <exception cref="IOException">There is no room for them, say.</exception>
    public (TowerGraph Image, TowerGraph Text) Open()
    {
        lock (_gate) return _towers ??= Find() ?? Make();
    }

    // The one form for all processors would lose a bit where none need be lost.
    private string Name => _largest == 127 ? "int8" : "int7";

    private (TowerGraph Image, TowerGraph Text)? Find()
    {
        foreach (var place in PreparedFolder.Places(folder, $"{Name}.json"))
        {
            if (place.Read<Record>() is not { } record || record.Builder != ClipGraphs.Version || record.Sha256 != sha256
                || !File.Exists(ImageFile(place)) || !File.Exists(TextFile(place)) || new FileInfo(Weights(place)) is not { Exists: true } weights || weights.Length != record.Bytes)
            {
                continue;
            }

            return Towers(place, File.ReadAllBytes(ImageFile(place)), File.ReadAllBytes(TextFile(place)));
        }

        return null;
    }

    private (TowerGraph Image, TowerGraph Text) Make()
    {
        var place = PreparedFolder.Writable(folder, $"{Name}.json");
        Directory.CreateDirectory(place.Path);
        var temporary = $"{Weights(place)}.{Guid.NewGuid():N}.tmp";
        byte[] image, text;
        long bytes;
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                var weights = new QuantisedWeights(Checkpoint.Open(folder), Weights(place), file, _largest);
                var graphs = new ClipGraphs(architecture, weights.Find, tensor => Path.GetFileName(tensor.File), weights.Quantise);
                (image, text) = (graphs.Image(), graphs.Text());
                file.Flush(flushToDisk: true);
                bytes = file.Length;
            }

            File.Move(temporary, Weights(place), overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        place.WriteFile(ImageFile(place), image);
        place.WriteFile(TextFile(place), text);
        place.Write(new Record(ClipGraphs.Version, sha256, bytes));
        return Towers(place, image, text);
    }

    private static (TowerGraph Image, TowerGraph Text) Towers(PreparedFolder place, byte[] image, byte[] text) =>
        (new TowerGraph { Graph = image, WeightsFolder = place.Path }, new TowerGraph { Graph = text, WeightsFolder = place.Path });

    private string Weights(PreparedFolder place) => Path.Combine(place.Path, $"weights.{Name}");

    private string ImageFile(PreparedFolder place) => Path.Combine(place.Path, $"image-tower.{Name}.onnx");

    private string TextFile(PreparedFolder place) => Path.Combine(place.Path, $"text-tower.{Name}.onnx");

    private sealed record Record(int Builder, string Sha256, long Bytes);
}
