using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>How a source's photos are fetched.</summary>
public sealed record PullOptions
{
    /// <summary>How many at a time, how patiently, from where.</summary>
    public DownloadOptions Download { get; init; } = new();

    /// <summary>How they are indexed, where they are.</summary>
    public IndexOptions Index { get; init; } = new();

    /// <summary>What pictures are asked for, where the source's server can scale.</summary>
    public PictureSize Size { get; init; } = new();

    /// <summary>The keys of the photos that are fetched; all of the source's where null.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>Whether photos that were gone before are asked for again.</summary>
    public bool RetryGone { get; init; }
}
