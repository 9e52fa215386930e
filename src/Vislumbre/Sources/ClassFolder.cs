namespace Vislumbre.Sources;

/// <summary>A folder whose sub-folders are classes, each with its photos: the layout of Caltech-101 and ImageNet.</summary>
public sealed class ClassFolder
{
    private ClassFolder(string folder, IReadOnlyList<string> names, IReadOnlyList<(string, int)> photos) => (Folder, Names, Photos) = (folder, names, photos);

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>The sub-folders that hold photos, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Each photo's full path and its class, an index into <see cref="Names"/>.</summary>
    public IReadOnlyList<(string Path, int Class)> Photos { get; }

    /// <summary>Whether a path is a folder to be taken as classes: it holds no table of captions.</summary>
    public static bool Is(string path) => Directory.Exists(path) && CaptionTable.Find(path) is null;

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellationToken">Asked between files.</param>
    /// <exception cref="CaptionTableException">It is no folder, or has no sub-folder with photos.</exception>
    public static ClassFolder Read(string path, CancellationToken cancellationToken = default)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(path)) throw new CaptionTableException(Language.Say($"There is no folder {path}.", $"Não existe a pasta {path}."));
        var names = new List<string>();
        var photos = new List<(string, int)>();
        foreach (var group in FolderScan.Scan([path], new FolderScanOptions(), cancellationToken: cancellationToken).GroupBy(file => ClassOf(file.Path, path)))
        {
            if (group.Key is null) continue; // photos beside the sub-folders are of no class
            photos.AddRange(group.Select(file => (file.Path, names.Count)));
            names.Add(group.Key);
        }

        if (names.Count > 0) return new ClassFolder(path, names, photos);
        throw new CaptionTableException(Language.Say($"{path} holds neither captions nor sub-folders with photos.", $"{path} não contém legendas nem subpastas com fotos."));
    }

    /// <summary>Keeps some of the photos; a class that is left without any goes too.</summary>
    public ClassFolder Where(Func<string, bool> keep)
    {
        var photos = Photos.Where(photo => keep(photo.Path)).ToList();
        var left = photos.Select(photo => photo.Class).Distinct().Order().ToList();
        var place = left.Select((old, i) => (old, i)).ToDictionary(pair => pair.old, pair => pair.i);
        return new ClassFolder(Folder, [.. left.Select(old => Names[old])], [.. photos.Select(photo => (photo.Path, place[photo.Class]))]);
    }

    private static string? ClassOf(string file, string folder)
    {
        var parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : null;
    }
}
