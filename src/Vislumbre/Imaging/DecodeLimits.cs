namespace Vislumbre.Imaging;

/// <summary>What an untrusted picture may cost.</summary>
public sealed record DecodeLimits
{
    /// <summary>The most pixels a picture may have, width × height as its header says; 400 million by default.</summary>
    public long MaximumPixels { get; init; } = 400_000_000;

    /// <summary>The most pixels of one that must be turned upright, which takes it whole into memory; 120 million by default.</summary>
    public long MaximumTurnedPixels { get; init; } = 120_000_000;

    /// <summary>The longest edge in pixels; 100,000 by default.</summary>
    public int MaximumEdge { get; init; } = 100_000;

    /// <summary>The largest file in bytes; 2 GB by default.</summary>
    public long MaximumBytes { get; init; } = 2L << 30;
}
