namespace Vislumbre.Sources;

/// <summary>A row of a source's table that was left out, or a value in it.</summary>
/// <param name="File">The table's file.</param>
/// <param name="Line">The line on which the row begins, from 1.</param>
/// <param name="Reason">Why.</param>
public sealed record TableFault(string File, int Line, string Reason);
