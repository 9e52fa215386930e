using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>The tensors of a Hugging Face checkpoint folder: where each lies on disk. Nothing but headers is read.</summary>
public sealed class Checkpoint
{
    // In the order of preference: safetensors can be mapped and cannot run anything.
    private static readonly string[] WeightFiles =
        ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    private readonly string _folder;

    private Checkpoint(string folder, IReadOnlyList<string> files, IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        _folder = folder;
        Files = files;
        Tensors = tensors;
    }

    /// <summary>The full paths of the files that hold the weights.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Every tensor by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>Whether a folder holds a checkpoint's weights.</summary>
    public static bool IsIn(string folder) => Array.Exists(WeightFiles, name => File.Exists(Path.Combine(folder, name)));

    /// <summary>The weight files of a folder, shards in the order of their names, without opening them.</summary>
    /// <exception cref="ModelException">There are none, or the index names files that cannot be.</exception>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        foreach (var name in WeightFiles)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)) return name.EndsWith(".index.json", StringComparison.Ordinal) ? Shards(folder, path) : [path];
        }

        throw new ModelException(Language.Say(
            $"{folder} holds no weights: none of {string.Join(", ", WeightFiles)}.", $"{folder} não tem pesos: nenhum de {string.Join(", ", WeightFiles)}."));
    }

    /// <summary>Opens a folder's checkpoint.</summary>
    /// <exception cref="ModelException">There is none, or its files are broken; the message says which and how.</exception>
    public static Checkpoint Open(string folder)
    {
        var files = FilesIn(folder);
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            try
            {
                foreach (var tensor in file.EndsWith(".safetensors", StringComparison.Ordinal) ? SafetensorsReader.Read(file) : TorchArchive.Read(file))
                    tensors[tensor.Name] = tensor;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ModelException(Language.Say($"{file} cannot be read: {e.Message}", $"{file} não pode ser lido: {e.Message}"), e);
            }
        }

        return new Checkpoint(folder, files, tensors);
    }

    /// <summary>A tensor by name.</summary>
    /// <exception cref="ModelException">It is not there.</exception>
    public StoredTensor Find(string name) => Tensors.TryGetValue(name, out var tensor) ? tensor : throw new ModelException(Language.Say(
        $"{_folder}: tensor {name} is missing among {Tensors.Count}; is this a CLIP checkpoint, and does config.json belong to it?",
        $"{_folder}: falta o tensor {name} entre {Tensors.Count}; isto é um checkpoint CLIP, e o config.json é dele?"));

    private static List<string> Shards(string folder, string index)
    {
        using var document = JsonFile.Read(index);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in document.RootElement.Child("weight_map") is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : default)
        {
            var name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
            if (name.Length == 0 || name != Path.GetFileName(name) || name is "." or ".." || name.Contains('\\', StringComparison.Ordinal))
                throw new ModelException(Language.Say($"{index}: \"{name}\" is not the plain name of a file beside it.", $"{index}: \"{name}\" não é o simples nome de um arquivo ao lado."));
            names.Add(name);
        }

        if (names.Count == 0) throw new ModelException(Language.Say($"{index} names no files in weight_map.", $"{index} não nomeia arquivos em weight_map."));
        var missing = names.Where(name => !File.Exists(Path.Combine(folder, name))).ToList();
        if (missing.Count > 0)
            throw new ModelException(Language.Say($"{folder} lacks {string.Join(", ", missing)}, which {Path.GetFileName(index)} names.", $"Em {folder} falta {string.Join(", ", missing)}, que {Path.GetFileName(index)} nomeia."));
        return [.. names.Select(name => Path.Combine(folder, name))];
    }
}
