namespace Vislumbre.Catalog;

/// <summary>How fetching a photo went.</summary>
/// <param name="Id">The number of its details.</param>
/// <param name="State">How it stands now.</param>
/// <param name="File">Where its file is; null leaves that as it is.</param>
/// <param name="Reason">Why it is gone or failed.</param>
public sealed record FetchOutcome(long Id, DownloadState State, string? File = null, string? Reason = null);
