namespace Vislumbre.Catalog;

/// <summary>A photo's row.</summary>
public sealed record PhotoRecord
{
    /// <summary>Its number in this library; it stays with the photo when the file is renamed.</summary>
    public long Id { get; init; }

    /// <summary>The file's full path; the photo's address where it has no file here.</summary>
    public string Path { get; init; } = "";

    /// <summary>The file's length.</summary>
    public long Bytes { get; init; }

    /// <summary>When the file was last written: UTC ticks.</summary>
    public long ModifiedTicks { get; init; }

    /// <summary>The SHA-256 of the file, lower-case hexadecimal; null for a file that could not be read at all.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How it stands.</summary>
    public PhotoStatus Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>The picture's kind.</summary>
    public string? Format { get; init; }

    /// <summary>Pixels across, upright.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels down, upright.</summary>
    public int? Height { get; init; }

    /// <summary>When it was indexed or failed: UTC ticks.</summary>
    public long HandledTicks { get; init; }

    /// <summary>The number of what a source says of it; null where none does.</summary>
    public long? DetailId { get; init; }

    /// <summary>Whether it has no file here and is shown by its address.</summary>
    public bool IsRemote => Path.Contains("://", StringComparison.Ordinal);

    /// <summary>When the file was last written.</summary>
    public DateTime Modified => new(ModifiedTicks, DateTimeKind.Utc);

    /// <summary>When it was indexed or failed.</summary>
    public DateTime Handled => new(HandledTicks, DateTimeKind.Utc);
}
