namespace Vislumbre.Sources;

/// <summary>How patient to be with a server.</summary>
public sealed record DownloadPatience
{
    /// <summary>Tries in a row without a byte of progress.</summary>
    public int MaximumAttempts { get; init; } = 6;

    /// <summary>The wait after the first failure; it doubles with each, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of its own.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest wait that a server may ask for.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A body that stands still for so long is given up and asked for again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait after so many failures in a row, unless the server asks for another; half to one and a half times of it, by chance.</summary>
    internal TimeSpan Wait(int failures, TimeSpan? asked)
    {
        var own = FirstDelay * Math.Pow(2, failures - 1) * (0.5 + Random.Shared.NextDouble());
        if (own > LongestDelay) own = LongestDelay;
        // "At once", or a moment that is past, is what broken servers say.
        return asked is { } wait && wait >= FirstDelay ? (wait > LongestAsked ? LongestAsked : wait) : own;
    }
}
