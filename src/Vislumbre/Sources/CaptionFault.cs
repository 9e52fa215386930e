namespace Vislumbre.Sources;

/// <summary>A row of a table that was left out.</summary>
/// <param name="Line">The line of the file on which the row begins, from 1.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record CaptionFault(int Line, string Reason);
