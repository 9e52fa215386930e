namespace Vislumbre.Models;

/// <summary>A file inside a zip archive, stored as it is.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Offset">Where its first byte stands in the archive.</param>
/// <param name="Length">How many bytes it has.</param>
internal sealed record ZipEntry(string Name, long Offset, long Length);
