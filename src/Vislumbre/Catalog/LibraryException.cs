namespace Vislumbre.Catalog;

/// <summary>A library cannot serve; the message says why and what to do.</summary>
public sealed class LibraryException : VislumbreException
{
    /// <summary>Makes one for a fault.</summary>
    public LibraryException(LibraryFault fault, string message, Exception? innerException = null) : base(message, innerException) => Fault = fault;

    /// <summary>What kind of fault, for programs.</summary>
    public LibraryFault Fault { get; }
}
