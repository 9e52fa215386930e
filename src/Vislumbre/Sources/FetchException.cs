namespace Vislumbre.Sources;

/// <summary>An address was not fetched; the message says why.</summary>
public sealed class FetchException : VislumbreException
{
    /// <summary>Makes one for a reason.</summary>
    public FetchException(FetchRefusal refusal, string message, Exception? innerException = null) : base(message, innerException) => Refusal = refusal;

    /// <summary>The reason, for programs.</summary>
    public FetchRefusal Refusal { get; }
}
