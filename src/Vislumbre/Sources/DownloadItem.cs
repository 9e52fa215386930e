namespace Vislumbre.Sources;

/// <summary>A photo to be fetched.</summary>
/// <param name="Id">A number by which the caller knows it.</param>
/// <param name="Address">Where it is.</param>
/// <param name="File">Where it goes.</param>
public sealed record DownloadItem(long Id, string Address, string File);
