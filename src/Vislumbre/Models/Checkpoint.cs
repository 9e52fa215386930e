namespace Vislumbre.Models;

/// <summary>The weights of a model in a folder: which tensors there are and where each stands on disk.</summary>
/// <remarks>Opening reads headers only. The numbers are mapped or streamed later, by whoever needs them.</remarks>
public sealed class Checkpoint
{
    private static readonly string[] Layouts =
        ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    private readonly string _folder;

    private Checkpoint(string folder, IReadOnlyDictionary<string, StoredTensor> tensors, IReadOnlyList<string> files) =>
        (_folder, Tensors, Files) = (folder, tensors, files);

    /// <summary>The tensors by name, as the checkpoint spells it.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>The full paths of the files that hold the weights; more than one where the checkpoint is in shards.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Whether a folder holds weights, without reading them.</summary>
    public static bool IsIn(string folder) => Layouts.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>The full paths of a folder's weight files, without opening them: what tells whether they have changed.</summary>
    /// <exception cref="ModelException">There are no weights.</exception>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        var found = FindIndexOrFile(folder);
        return found.EndsWith(".index.json", StringComparison.Ordinal)
            ? [found, .. CheckpointIndex.Read(found).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(shard => Path.Combine(folder, shard)).Where(File.Exists)]
            : [found];
    }

    /// <summary>Opens the weights of a folder: <c>model.safetensors</c>, else its shards, else <c>pytorch_model.bin</c>, else
    /// its shards.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="ModelException">There are no weights, or they are damaged, or cannot be trusted.</exception>
    public static Checkpoint Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Path.GetFullPath(folder);
        var found = FindIndexOrFile(folder);
        try
        {
            return found.EndsWith(".index.json", StringComparison.Ordinal)
                ? OpenShards(folder, found)
                : new Checkpoint(folder, ReadFile(found), [found]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(Language.Say($"The weights in {folder} cannot be read: {exception.Message}",
                $"Não foi possível ler os pesos em {folder}: {exception.Message}"), exception);
        }
    }

    /// <summary>Gives the tensor of that name.</summary>
    /// <param name="name">The name as the checkpoint spells it.</param>
    /// <exception cref="ModelException">The checkpoint has no such tensor.</exception>
    public StoredTensor Find(string name) => Tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ModelException(Language.Say(
            $"The weights in {_folder} have no tensor '{name}' among their {Tensors.Count}; they belong to another kind of model or are incomplete.",
            $"Os pesos em {_folder} não têm o tensor '{name}' entre os seus {Tensors.Count}; são de outro tipo de modelo ou estão incompletos."));

    private static string FindIndexOrFile(string folder) =>
        Layouts.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw new ModelException(Language.Say(
            $"{folder} holds no weights: looked for {string.Join(", ", Layouts)}.",
            $"{folder} não tem pesos: procurou-se por {string.Join(", ", Layouts)}."));

    private static Checkpoint OpenShards(string folder, string index)
    {
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        var files = new List<string>();
        foreach (var shard in CheckpointIndex.Read(index).GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, shard.Key);
            if (!File.Exists(path))
                throw new ModelException(Language.Say($"{index} names the shard {QuotedName.Of(shard.Key)}, which is not in the folder; fetch it.",
                    $"{index} nomeia a parte {QuotedName.Of(shard.Key)}, que não está na pasta; baixe-a."));
            files.Add(path);
            var read = ReadFile(path);
            foreach (var name in shard)
            {
                tensors[name] = read.TryGetValue(name, out var tensor)
                    ? tensor
                    : throw new ModelException(Language.Say(
                        $"{path} has no tensor {QuotedName.Of(name)}, though {index} says so; the two are of different versions.",
                        $"{path} não tem o tensor {QuotedName.Of(name)}, embora {index} diga que sim; os dois são de versões diferentes."));
            }
        }

        return new Checkpoint(folder, tensors, files);
    }

    private static IReadOnlyDictionary<string, StoredTensor> ReadFile(string path) =>
        path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? SafetensorsReader.Read(path) : TorchArchive.Read(path);
}
