namespace Vislumbre.Indexing;

/// <summary>A photo that could not be indexed.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Reason">Why.</param>
public sealed record FailedPhoto(string Path, string Reason);
