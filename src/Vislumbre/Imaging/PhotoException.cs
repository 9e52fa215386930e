namespace Vislumbre.Imaging;

/// <summary>A picture cannot be read; the message says why.</summary>
public sealed class PhotoException : VislumbreException
{
    /// <summary>Makes one for a fault.</summary>
    /// <param name="fault">What kind of fault, for programs.</param>
    /// <param name="message">The reason, for people.</param>
    /// <param name="innerException">What the decoder threw, if it did.</param>
    public PhotoException(PhotoFault fault, string message, Exception? innerException = null) : base(message, innerException) =>
        Fault = fault;

    /// <summary>One for a file without bytes.</summary>
    public static PhotoException Empty() => new(PhotoFault.Empty, Language.Say("The file is empty.", "O arquivo está vazio."));

    /// <summary>What kind of fault it is.</summary>
    public PhotoFault Fault { get; }
}
