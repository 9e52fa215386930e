namespace Vislumbre.Sources;

/// <summary>Something that may pass by itself: a break, a stall, a busy server.</summary>
internal sealed class PassingTroubleException(string message, TimeSpan? retryAfter = null, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
