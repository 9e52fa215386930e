namespace Vislumbre.Sources;

/// <summary>A table of captions, contrasts or names is absent, cannot be read, or lacks its columns; the message says which and what would be right.</summary>
public sealed class CaptionTableException : VislumbreException
{
    /// <summary>Makes one with the sentence that a person will read.</summary>
    public CaptionTableException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
