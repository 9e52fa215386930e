namespace Vislumbre.Sources;

/// <summary>A source cannot be read; the message says why and what would be right.</summary>
public sealed class SourceException : VislumbreException
{
    /// <summary>Makes one.</summary>
    public SourceException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
