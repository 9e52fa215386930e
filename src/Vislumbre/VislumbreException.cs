namespace Vislumbre;

/// <summary>
/// Something a person can put right: the message says what was wrong, where, and what would be right,
/// in the language of <see cref="Language"/>. Anything else that is thrown is a fault of the program.
/// </summary>
public class VislumbreException : Exception
{
    /// <summary>Makes one with the sentence that a person will read.</summary>
    public VislumbreException(string message) : base(message)
    {
    }

    /// <summary>Makes one with the sentence that a person will read, and what caused it.</summary>
    public VislumbreException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
