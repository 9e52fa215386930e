namespace Vislumbre.Sources;

/// <summary>What is known of a file before it is fetched.</summary>
/// <param name="Bytes">Its length, where known.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal, where known.</param>
internal readonly record struct ExpectedFile(long? Bytes, string? Sha256);
