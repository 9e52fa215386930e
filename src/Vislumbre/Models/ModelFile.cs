namespace Vislumbre.Models;

/// <summary>One file of a known model.</summary>
/// <param name="Path">Its path in the model's folder, with slashes.</param>
/// <param name="Bytes">Its length, where it is known beforehand.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal, where it is known beforehand.</param>
public sealed record ModelFile(string Path, long? Bytes = null, string? Sha256 = null);
