namespace Vislumbre.Sources;

/// <summary>The limits of fetching a picture from an address that a person gave.</summary>
public sealed record FetchOptions
{
    /// <summary>The largest body in bytes; 32 MB by default.</summary>
    public long MaximumBytes { get; init; } = 32 << 20;

    /// <summary>The longest time from the first look-up to the last byte; 20 s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many redirects are followed; 5 by default.</summary>
    public int MaximumRedirects { get; init; } = 5;

    /// <summary>Whether private and loopback addresses are allowed; off, so that nobody can reach a network's inside through this program.</summary>
    public bool AllowPrivateAddresses { get; init; }
}
