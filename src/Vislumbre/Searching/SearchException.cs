namespace Vislumbre.Searching;

/// <summary>A query cannot be answered as it is; the message says what would be right.</summary>
public sealed class SearchException(string message) : VislumbreException(message);
