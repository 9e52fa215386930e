namespace Vislumbre.Indexing;

/// <summary>How photos are indexed.</summary>
public sealed record IndexOptions
{
    /// <summary>Photos committed together.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Whether folders inside folders are read.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>Whether photos that failed are tried again though their files have not changed.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Whether small pictures for pages are made, once all photos are in.</summary>
    public bool Thumbnails { get; init; } = true;

    /// <summary>Threads that decode and encode; 0 means one a core.</summary>
    public int Workers { get; init; }
}
