namespace Vislumbre.Models;

/// <summary>What tells that a file is still the one that was read.</summary>
/// <param name="File">Its path from the model's folder: the folder itself may be mounted elsewhere another day.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ModifiedTicks">When it was last written, UTC.</param>
internal sealed record FileStamp(string File, long Bytes, long ModifiedTicks)
{
    /// <summary>The stamps of files, links followed.</summary>
    public static IReadOnlyList<FileStamp> Of(string folder, IEnumerable<string> files) => [.. files.Select(file =>
    {
        var info = new FileInfo(RealPath(file));
        return new FileStamp(Path.GetRelativePath(folder, file), info.Length, info.LastWriteTimeUtc.Ticks);
    })];

    /// <summary>A file's path with links followed: the hub's cache keeps files under their hashes.</summary>
    public static string RealPath(string file) => System.IO.File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
}
