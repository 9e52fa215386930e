namespace Vislumbre.Models;

/// <summary>A model cannot be found, fetched, read or trusted; the message says which, why and what to do.</summary>
public sealed class ModelException : VislumbreException
{
    /// <summary>Makes one with the sentence that a person will read.</summary>
    public ModelException(string message) : base(message)
    {
    }

    /// <summary>Makes one with the sentence that a person will read, and what caused it.</summary>
    public ModelException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
