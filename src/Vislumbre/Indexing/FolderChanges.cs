using Vislumbre.Catalog;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>What differs between the files under some paths and the catalog.</summary>
internal sealed class FolderChanges
{
    /// <summary>Files that are new, changed, or to be tried again; with what the catalog has at their path.</summary>
    public List<(FoundFile File, PhotoRecord? Known)> ToDo { get; } = [];

    /// <summary>Photos marked missing whose file is back as it was.</summary>
    public List<PhotoRecord> Back { get; } = [];

    /// <summary>Photos whose file is gone.</summary>
    public List<PhotoRecord> Gone { get; } = [];

    /// <summary>Photos that failed before and have not changed.</summary>
    public List<FailedPhoto> StillFailed { get; } = [];

    /// <summary>Photos indexed before and not changed.</summary>
    public int Unchanged { get; private set; }

    /// <summary>How many files there are.</summary>
    public int Found { get; private set; }

    /// <summary>Compares.</summary>
    /// <param name="paths">The full paths that were scanned.</param>
    /// <param name="files">What was found there.</param>
    /// <param name="known">The catalog by path.</param>
    /// <param name="options">Whether folders inside folders were read, and failures are tried again.</param>
    public static FolderChanges Compare(IReadOnlyList<string> paths, IEnumerable<FoundFile> files, Dictionary<string, PhotoRecord> known, IndexOptions options)
    {
        var changes = new FolderChanges();
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            present.Add(file.Path);
            changes.Sort(file, known.GetValueOrDefault(file.Path), options);
        }

        changes.Found = present.Count;
        // A file that was named once may be one that a scan of its folder passes over: only the file itself tells that it is gone.
        changes.Gone.AddRange(known.Values.Where(photo => photo.Status != PhotoStatus.Missing && !present.Contains(photo.Path)
            && paths.Any(path => IsUnder(photo.Path, path, options.Recursive)) && !File.Exists(photo.Path)));
        return changes;
    }

    /// <summary>Notes in the catalog whose files are gone and whose are back.</summary>
    public void NotePresence(PhotoCatalog catalog)
    {
        if (Gone.Count + Back.Count == 0) return;
        using var writer = catalog.Begin();
        foreach (var photo in Back) writer.SetMissing(photo.Id, false);
        foreach (var photo in Gone)
        {
            if (photo.Status == PhotoStatus.Failed) writer.Forget(photo.Id);
            else writer.SetMissing(photo.Id, true);
        }

        writer.Commit();
    }

    private void Sort(FoundFile file, PhotoRecord? photo, IndexOptions options)
    {
        var same = photo is not null && photo.Bytes == file.Size && photo.ModifiedTicks == file.ModifiedUtc.Ticks;
        switch (photo?.Status)
        {
            case PhotoStatus.Indexed when same:
                Unchanged++;
                break;
            case PhotoStatus.Missing when same:
                Back.Add(photo);
                break;
            case PhotoStatus.Failed when same && !options.RetryFailed:
                StillFailed.Add(new FailedPhoto(photo.Path, photo.Reason ?? ""));
                break;
            default:
                ToDo.Add((file, photo));
                break;
        }
    }

    /// <summary>Whether a file is a path that was scanned, or lies where its scan looked.</summary>
    public static bool IsUnder(string file, string path, bool recursive)
    {
        if (file == path) return true;
        var folder = Path.EndsInDirectorySeparator(path) ? path : path + Path.DirectorySeparatorChar;
        return file.StartsWith(folder, StringComparison.Ordinal) && (recursive || file.IndexOf(Path.DirectorySeparatorChar, folder.Length) < 0);
    }
}
