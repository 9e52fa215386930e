namespace Vislumbre.Web;

/// <summary>The page cannot be served as it was asked.</summary>
/// <param name="message">What is wrong and what would be right.</param>
public sealed class ServeException(string message) : VislumbreException(message);
