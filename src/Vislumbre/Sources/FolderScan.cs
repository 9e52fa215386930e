namespace Vislumbre.Sources;

/// <summary>Finds the photo files under some paths, in an order that is the same each time.</summary>
public static class FolderScan
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif",
    };

    // What other programs keep beside photos: thumbnails, trash.
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "@eaDir", "$RECYCLE.BIN", "System Volume Information" };

    /// <summary>Scans.</summary>
    /// <param name="paths">Folders, of which files with a photo's extension are taken, and files, which are taken whatever their name.</param>
    /// <param name="options">What to go into.</param>
    /// <param name="unreadable">Told of a folder that cannot be opened, and why.</param>
    /// <param name="cancellationToken">Asked between files.</param>
    /// <exception cref="VislumbreException">A path does not exist.</exception>
    public static IEnumerable<FoundFile> Scan(
        IEnumerable<string> paths, FolderScanOptions options, Action<string, string>? unreadable = null, CancellationToken cancellationToken = default)
    {
        var roots = paths.Select(Path.GetFullPath).ToList();
        if (roots.Find(root => !File.Exists(root) && !Directory.Exists(root)) is { } absent)
            throw new VislumbreException(Language.Say($"There is no file or folder {absent}.", $"Não existe arquivo ou pasta {absent}."));

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return roots.SelectMany(root => File.Exists(root) ? [new FileInfo(root)] : Walk(new DirectoryInfo(root), options, unreadable))
            .TakeWhile(_ =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return true;
            })
            .Where(file => seen.Add(file.FullName))
            .Select(Describe)
            .OfType<FoundFile>();
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, FolderScanOptions options, Action<string, string>? unreadable)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            unreadable?.Invoke(folder.FullName, e.Message);
            yield break;
        }

        Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var entry in entries)
        {
            if (entry.Name.StartsWith('.') || Skipped.Contains(entry.Name)) continue;
            switch (entry)
            {
                case FileInfo file when Extensions.Contains(file.Extension):
                    yield return file;
                    break;
                case DirectoryInfo inner when options.Recursive && (options.FollowFolderLinks || inner.LinkTarget is null):
                    foreach (var file in Walk(inner, options, unreadable)) yield return file;
                    break;
            }
        }
    }

    // Of a link the target's size and time; a link to nothing, or a file that vanished meanwhile, is left out.
    private static FoundFile? Describe(FileInfo file)
    {
        try
        {
            var real = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return real is { Exists: true } ? new FoundFile(file.FullName, real.Length, real.LastWriteTimeUtc) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
