namespace Vislumbre.Indexing;

/// <summary>What fetching a source's photos did.</summary>
public sealed record PullReport
{
    /// <summary>Photos of the source.</summary>
    public int Total { get; init; }

    /// <summary>Those that were here before.</summary>
    public int Had { get; init; }

    /// <summary>Those that came.</summary>
    public int Got { get; init; }

    /// <summary>Those that the source does not have any more, now or as an earlier run was told.</summary>
    public IReadOnlyList<FailedDownload> Gone { get; init; } = [];

    /// <summary>Those that could not be had.</summary>
    public IReadOnlyList<FailedDownload> Failed { get; init; } = [];

    /// <summary>Bytes that came.</summary>
    public long Bytes { get; init; }

    /// <summary>How long fetching took.</summary>
    public TimeSpan Fetching { get; init; }

    /// <summary>How long all took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What was indexed; null where nothing was to be.</summary>
    public IndexReport? Index { get; init; }

    /// <summary>Whether it was stopped before the end; the next run goes on.</summary>
    public bool Stopped { get; init; }

    /// <summary>Why it stopped by itself before the end; null where it did not.</summary>
    public string? Trouble { get; init; }
}
