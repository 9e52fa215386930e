namespace Vislumbre.Sources;

/// <summary>What became of a photo to be fetched.</summary>
/// <param name="Item">The photo.</param>
/// <param name="End">How it ended.</param>
/// <param name="Reason">Why it is gone or failed, in a few words; null where it is here.</param>
public sealed record DownloadResult(DownloadItem Item, DownloadEnd End, string? Reason = null);
