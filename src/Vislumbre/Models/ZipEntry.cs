namespace Vislumbre.Models;

/// <summary>A file inside a zip archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Offset">Where its first byte stands in the archive.</param>
/// <param name="Length">How many bytes it has there.</param>
/// <param name="IsStored">Whether those bytes are the file itself, neither compressed nor encrypted.</param>
internal sealed record ZipEntry(string Name, long Offset, long Length, bool IsStored);
