namespace Vislumbre.Indexing;

/// <summary>A photo that could not be had.</summary>
/// <param name="Key">What the source calls it.</param>
/// <param name="Address">The address that was asked.</param>
/// <param name="Reason">Why.</param>
public sealed record FailedDownload(string Key, string Address, string Reason);
