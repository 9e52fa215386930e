namespace Vislumbre.Sources;

/// <summary>A record of a table before its columns are known.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Fields">Its fields; empty where there is a fault.</param>
/// <param name="Fault">Why it cannot be used, or null.</param>
internal readonly record struct TableRecord(int Line, IReadOnlyList<string> Fields, string? Fault = null);
