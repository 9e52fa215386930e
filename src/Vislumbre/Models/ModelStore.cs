namespace Vislumbre.Models;

/// <summary>The models on this machine: a folder each.</summary>
public sealed class ModelStore
{
    /// <summary>Opens the store.</summary>
    /// <param name="folder">Where it is; <see cref="DefaultFolder"/> where absent.</param>
    public ModelStore(string? folder = null) => Folder = Path.GetFullPath(folder ?? DefaultFolder);

    /// <summary>Where the models are.</summary>
    public string Folder { get; }

    /// <summary><c>$VISLUMBRE_MODELS</c>, else <c>models</c> in the cache folder.</summary>
    public static string DefaultFolder =>
        Environment.GetEnvironmentVariable("VISLUMBRE_MODELS") is { Length: > 0 } chosen ? chosen : Path.Combine(CacheFolder, "models");

    /// <summary><c>$XDG_CACHE_HOME/vislumbre</c>, else the platform's own place for caches.</summary>
    public static string CacheFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache) return Path.Combine(cache, "vislumbre");
            if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "vislumbre", "cache");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches", "vislumbre") : Path.Combine(home, ".cache", "vislumbre");
        }
    }

    /// <summary>The names of the models that are there.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(Folder) ? [] : [.. Directory.EnumerateDirectories(Folder)
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => !name.EndsWith(".partial", StringComparison.Ordinal) && ModelReader.IsModel(Path.Combine(Folder, name)))
        .Order(StringComparer.Ordinal)];

    /// <summary>Finds a model by name: in the store, else in the hub's own cache.</summary>
    /// <returns>Its folder, or null where it is on neither.</returns>
    public string? Find(string name)
    {
        if (!IsName(name)) return null;
        var folder = Path.Combine(Folder, name);
        if (ModelReader.IsModel(folder)) return folder;
        if (name == ShippedModel.Name) return ShippedModel.Folder;
        return KnownModels.All.FirstOrDefault(model => model.Name == name) is { } known ? HubCache.Find(known) : null;
    }

    /// <summary>Opens a model by the name of the store or of the catalogue, or by its folder.</summary>
    /// <exception cref="ModelNotInstalledException">A known model that has not been fetched.</exception>
    /// <exception cref="ModelException">Neither a name that is known nor a folder.</exception>
    public DualEncoderModel Open(string nameOrFolder)
    {
        if (Find(nameOrFolder) is { } found) return ModelReader.Open(found, nameOrFolder);
        if (Directory.Exists(nameOrFolder)) return ModelReader.Open(nameOrFolder);
        if (KnownModels.All.FirstOrDefault(model => model.Name == nameOrFolder) is { } known) throw new ModelNotInstalledException(known);
        throw new ModelException(Language.Say(
            $"No model \"{nameOrFolder}\": it is neither a folder nor one of {string.Join(", ", Known())}.",
            $"Nenhum modelo \"{nameOrFolder}\": não é uma pasta nem um destes: {string.Join(", ", Known())}."));
    }

    /// <summary>Copies a model folder into the store under a name.</summary>
    /// <returns>The new folder.</returns>
    /// <exception cref="ModelException">It is no model, or the name is taken or cannot be one.</exception>
    public string Import(string folder, string? name = null)
    {
        var model = ModelReader.Open(folder, name);
        name = model.Identity.Name;
        var target = Path.Combine(Folder, name);
        if (!IsName(name))
            throw new ModelException(Language.Say($"\"{name}\" cannot be a model's name: letters, digits, '.', '-' and '_'.", $"\"{name}\" não pode ser nome de modelo: letras, dígitos, '.', '-' e '_'."));
        if (Directory.Exists(target))
            throw new ModelException(Language.Say($"There is a model \"{name}\" already: choose another --name, or remove it first.", $"Já existe um modelo \"{name}\": escolha outro --name ou remova-o antes."));

        var partial = target + ".partial";
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Copy(new DirectoryInfo(model.Folder), partial);
        Directory.Move(partial, target);
        return target;
    }

    /// <summary>Deletes a model from the store.</summary>
    /// <exception cref="ModelException">It is not there.</exception>
    public void Remove(string name)
    {
        var folder = Path.Combine(Folder, name);
        if (!IsName(name) || !Directory.Exists(folder))
            throw new ModelException(Language.Say($"There is no model \"{name}\" in {Folder}.", $"Não há modelo \"{name}\" em {Folder}."));
        // Out of the way at once: half of a model must not look like one.
        var leaving = Path.Combine(Folder, $".{name}.{Guid.NewGuid():N}.partial");
        Directory.Move(folder, leaving);
        Directory.Delete(leaving, recursive: true);
    }

    private IEnumerable<string> Known() => Names().Concat(KnownModels.All.Select(model => model.Name)).Distinct();

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(folder => folder.Name != ".vislumbre")) Copy(folder, Path.Combine(to, folder.Name));
    }
}
