namespace Vislumbre.Models;

/// <summary>How far fetching a model is.</summary>
/// <param name="File">The file that is being fetched.</param>
/// <param name="DoneBytes">Bytes of all files that are here.</param>
/// <param name="TotalBytes">Bytes of all files, as far as their sizes are known.</param>
public readonly record struct PullProgress(string File, long DoneBytes, long TotalBytes);
