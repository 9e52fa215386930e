namespace Vislumbre.Models;

/// <summary>Finds models that other programs have fetched into the hub's own cache.</summary>
internal static class HubCache
{
    /// <summary>The folder of a known model at its pinned revision with all its files; null where there is none.</summary>
    public static string? Find(KnownModel model)
    {
        foreach (var source in model.Sources.Where(source => source.Only is null))
        {
            var folder = Path.Combine(Root, $"models--{source.Repository.Replace("/", "--", StringComparison.Ordinal)}", "snapshots", source.Revision, source.Prefix);
            if (model.Files.All(file => IsWhole(Path.Combine(folder, file.Path), file))) return folder;
        }

        return null;
    }

    private static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable("HF_HUB_CACHE") is { Length: > 0 } cache) return cache;
            if (Environment.GetEnvironmentVariable("HF_HOME") is { Length: > 0 } home) return Path.Combine(home, "hub");
            var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } chosen
                ? chosen : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(caches, "huggingface", "hub");
        }
    }

    // Files there are links into a folder of blobs.
    private static bool IsWhole(string path, ModelFile file) =>
        File.Exists(path) && (file.Bytes is not { } bytes || new FileInfo(FileStamp.RealPath(path)).Length == bytes);
}
