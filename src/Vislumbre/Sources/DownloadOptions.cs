namespace Vislumbre.Sources;

/// <summary>How photos are fetched.</summary>
public sealed record DownloadOptions
{
    /// <summary>How many at a time, 1 to 1,024.</summary>
    public int Parallel { get; init; } = 128;

    /// <summary>Tries of each photo, waits between them, and how long a body may stand still.</summary>
    public DownloadPatience Patience { get; init; } = new() { LongestDelay = TimeSpan.FromMinutes(1), StallTimeout = TimeSpan.FromSeconds(20) };

    /// <summary>The longest time for one photo from its address to its last byte, in one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest photo in bytes; 64 MB by default.</summary>
    public long MaximumBytes { get; init; } = 64 << 20;

    /// <summary>
    /// After so many failed photos in a row, with none between them that could be had, nothing more is asked for. Where the failures may
    /// pass (resets, stalls, a server that is down), not before <see cref="Forbearance"/> is over.
    /// </summary>
    public int Ceiling { get; init; } = 100;

    /// <summary>How long a server may give nothing at all before it is given up.</summary>
    public TimeSpan Forbearance { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether private and loopback addresses are allowed.</summary>
    public bool AllowPrivateAddresses { get; init; }
}
