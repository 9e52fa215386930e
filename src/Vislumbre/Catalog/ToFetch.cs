namespace Vislumbre.Catalog;

/// <summary>A photo of a source as a download needs it.</summary>
public sealed record ToFetch
{
    /// <summary>The number of its details.</summary>
    public long Id { get; init; }

    /// <summary>What the source calls it.</summary>
    public string Key { get; init; } = "";

    /// <summary>Where its picture is.</summary>
    public string ImageAddress { get; init; } = "";

    /// <summary>Where its file is, if it was fetched before.</summary>
    public string? File { get; init; }

    /// <summary>Where its picture was when the file was fetched; null where nobody noted.</summary>
    public string? FileAddress { get; init; }

    /// <summary>How fetching it stands.</summary>
    public DownloadState State { get; init; }

    /// <summary>Why it is gone.</summary>
    public string? StateReason { get; init; }
}
