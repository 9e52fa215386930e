namespace Vislumbre.Sources;

/// <summary>A table of a source: its columns, in the order of the values of its rows.</summary>
/// <param name="Name">What it is called in the catalog.</param>
/// <param name="File">What its files are called, without the extension.</param>
/// <param name="Columns">Its columns; the first one is the photo's key.</param>
public sealed record SourceTable(string Name, string File, IReadOnlyList<SourceColumn> Columns)
{
    /// <summary>Whether columns that are not named here are kept together, as a JSON object after the last value.</summary>
    public bool KeepsRest { get; init; }
}
