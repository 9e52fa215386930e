namespace Vislumbre.Sources;

/// <summary>A file that is on its way, with the ETag that its bytes are of, so that a later run may go on.</summary>
internal sealed class PartFile(string path)
{
    private string TagPath => path + ".etag";

    /// <summary>Where the bytes are.</summary>
    public string Path => path;

    /// <summary>How many bytes there are.</summary>
    public long Length => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The ETag that they are of; null where it is not known, and then they cannot be gone on with.</summary>
    public string? ETag => Length > 0 && File.Exists(TagPath) ? File.ReadAllText(TagPath) : null;

    /// <summary>Throws the bytes away and notes the ETag of those to come.</summary>
    public void Begin(string? etag)
    {
        Discard();
        if (etag is not null) File.WriteAllText(TagPath, etag);
    }

    /// <summary>Opens it for more bytes at the end.</summary>
    public FileStream Append() => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 16);

    /// <summary>Throws it away.</summary>
    public void Discard()
    {
        File.Delete(path);
        File.Delete(TagPath);
    }

    /// <summary>Gives it its name.</summary>
    public void MoveTo(string target)
    {
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
        File.Move(path, target, overwrite: true);
        File.Delete(TagPath);
    }
}
