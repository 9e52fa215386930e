namespace Vislumbre.Models;

/// <summary>
/// A checkpoint made ready: the graphs, the hash, and where the weights lie. Kept beside the model so that the second start
/// reads small files; made again when the weights, the configuration or the builder change.
/// </summary>
internal sealed class PreparedCheckpoint
{
    /// <summary>The image tower's graph.</summary>
    public required byte[] ImageGraph { get; init; }

    /// <summary>The graph of the image tower that does not pool.</summary>
    public required byte[] PatchGraph { get; init; }

    /// <summary>The text tower's graph.</summary>
    public required byte[] TextGraph { get; init; }

    /// <summary>The folder that the graphs' weights lie in.</summary>
    public required string WeightsFolder { get; init; }

    /// <summary>The hash of the checkpoint's weight files.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The checkpoint's logit scale, where it has one.</summary>
    public float? LogitScale { get; init; }

    /// <summary>Opens what was prepared, or prepares it.</summary>
    public static PreparedCheckpoint Open(string folder, string config, ClipArchitecture architecture)
    {
        var weightFiles = Checkpoint.FilesIn(folder);
        var stamps = FileStamp.Of(folder, weightFiles.Append(config));
        foreach (var place in PreparedFolder.Places(folder, "prepared.json"))
        {
            if (place.Read<Record>() is not { } record || record.Builder != ClipGraphs.Version || !record.Stamps.SequenceEqual(stamps)
                || !File.Exists(ImageFile(place)) || !File.Exists(PatchFile(place)) || !File.Exists(TextFile(place)) || (record.ConvertedBytes is { } bytes && !HasLength(Converted(place), bytes)))
            {
                continue;
            }

            return new PreparedCheckpoint
            {
                ImageGraph = File.ReadAllBytes(ImageFile(place)),
                PatchGraph = File.ReadAllBytes(PatchFile(place)),
                TextGraph = File.ReadAllBytes(TextFile(place)),
                WeightsFolder = record.ConvertedBytes is null ? Path.GetDirectoryName(FileStamp.RealPath(weightFiles[^1]))! : place.Path,
                Sha256 = record.Sha256,
                LogitScale = record.LogitScale,
            };
        }

        return Prepare(folder, architecture, PreparedFolder.Writable(folder, "prepared.json"), stamps);
    }

    private static PreparedCheckpoint Prepare(string folder, ClipArchitecture architecture, PreparedFolder place, IReadOnlyList<FileStamp> stamps)
    {
        var checkpoint = Checkpoint.Open(folder);
        var sha256 = WeightsHash.Of(checkpoint.Files);
        var needed = Needed(checkpoint, architecture);
        long? converted = null;
        string weightsFolder;
        Func<string, StoredTensor> find;
        if (InOneFolder(needed) is { } mapped)
        {
            // 32-bit floats in place: the graphs point into the checkpoint's own file, nothing is copied.
            weightsFolder = mapped;
            find = checkpoint.Find;
        }
        else
        {
            Directory.CreateDirectory(place.Path);
            var copies = Convert(needed, Converted(place));
            weightsFolder = place.Path;
            converted = new FileInfo(Converted(place)).Length;
            find = name => copies[name];
        }

        var graphs = new ClipGraphs(architecture, find, tensor => Path.GetFileName(FileStamp.RealPath(tensor.File)));
        var prepared = new PreparedCheckpoint
        {
            ImageGraph = graphs.Image(),
            PatchGraph = graphs.Patches(PatchPath.Contribution),
            TextGraph = graphs.Text(),
            WeightsFolder = weightsFolder,
            Sha256 = sha256,
            LogitScale = checkpoint.Tensors.TryGetValue("logit_scale", out var scale) ? TensorConversion.ReadFloats(scale)[0] : null,
        };
        place.WriteFile(ImageFile(place), prepared.ImageGraph);
        place.WriteFile(PatchFile(place), prepared.PatchGraph);
        place.WriteFile(TextFile(place), prepared.TextGraph);
        place.Write(new Record(ClipGraphs.Version, stamps, sha256, prepared.LogitScale, converted));
        return prepared;
    }

    // Building the graphs once, their bytes thrown away, tells which tensors they name and checks their shapes.
    private static List<StoredTensor> Needed(Checkpoint checkpoint, ClipArchitecture architecture)
    {
        var needed = new Dictionary<string, StoredTensor>();
        var graphs = new ClipGraphs(architecture, name => needed[name] = checkpoint.Find(name), _ => "");
        _ = graphs.Image();
        _ = graphs.Patches(PatchPath.Contribution);
        _ = graphs.Text();
        return [.. needed.Values];
    }

    private static string? InOneFolder(List<StoredTensor> tensors)
    {
        var folders = tensors.Select(tensor => tensor.File).Distinct().Select(file => Path.GetDirectoryName(FileStamp.RealPath(file))!).Distinct().ToList();
        return folders.Count == 1 && tensors.TrueForAll(tensor => tensor.Element == TensorElement.F32) ? folders[0] : null;
    }

    /// <summary>Writes tensors as 32-bit floats into one file.</summary>
    /// <returns>The same tensors, there.</returns>
    internal static Dictionary<string, StoredTensor> Convert(List<StoredTensor> tensors, string target)
    {
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        var copies = new Dictionary<string, StoredTensor>();
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
        {
            foreach (var tensor in tensors)
            {
                var offset = file.Position;
                TensorConversion.WriteFloats(tensor, file);
                copies[tensor.Name] = tensor with { Element = TensorElement.F32, File = target, Offset = offset, Length = file.Position - offset };
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, target, overwrite: true);
        return copies;
    }

    private static string ImageFile(PreparedFolder place) => Path.Combine(place.Path, "image-tower.onnx");

    private static string PatchFile(PreparedFolder place) => Path.Combine(place.Path, "patch-tower.onnx");

    private static string TextFile(PreparedFolder place) => Path.Combine(place.Path, "text-tower.onnx");

    private static string Converted(PreparedFolder place) => Path.Combine(place.Path, "weights.f32");

    private static bool HasLength(string file, long bytes) => new FileInfo(file) is { Exists: true } info && info.Length == bytes;

    private sealed record Record(int Builder, IReadOnlyList<FileStamp> Stamps, string Sha256, float? LogitScale, long? ConvertedBytes);
}
