namespace Vislumbre.Sources;

/// <summary>A photo file that a scan met.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
public sealed record FoundFile(string Path, long Size, DateTime ModifiedUtc);
