namespace Vislumbre.Sources;

/// <summary>A photo file that a scan met, or that was fetched.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
public sealed record FoundFile(string Path, long Size, DateTime ModifiedUtc)
{
    /// <summary>The address that the photo is known by, where the file is only what was fetched from there and goes again.</summary>
    public string? Address { get; init; }

    /// <summary>The number of what its source says of a photo that is known by its address.</summary>
    public long? DetailId { get; init; }
}
