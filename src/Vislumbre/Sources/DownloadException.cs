namespace Vislumbre.Sources;

/// <summary>A file cannot be had from its address; the message says why and what was kept.</summary>
public sealed class DownloadException : VislumbreException
{
    /// <summary>Makes one.</summary>
    public DownloadException(string message, int? status = null, Exception? innerException = null) : base(message, innerException) => Status = status;

    /// <summary>What the server answered, where that is the reason.</summary>
    public int? Status { get; }
}
