namespace Vislumbre.Sources;

/// <summary>A try to fetch a photo failed.</summary>
/// <param name="message">Why, in a few words.</param>
/// <param name="kind">What that means for further tries.</param>
/// <param name="retryAfter">How long the server asks to wait.</param>
internal sealed class DownloadTroubleException(string message, DownloadTrouble kind, TimeSpan? retryAfter = null) : Exception(message)
{
    public DownloadTrouble Kind { get; } = kind;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>What a failure means for further tries.</summary>
internal enum DownloadTrouble
{
    /// <summary>It may pass: a reset, a stall, a busy server.</summary>
    Passing,

    /// <summary>The server has had too many requests from here.</summary>
    TooMany,

    /// <summary>What came is no whole picture; one more try shows whether it was the line's fault.</summary>
    BadPicture,

    /// <summary>The photo is not there any more.</summary>
    Gone,

    /// <summary>Another try would give the same.</summary>
    Final,
}
