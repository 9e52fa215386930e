namespace Vislumbre.Sources;

/// <summary>A column of a source's table.</summary>
/// <param name="Name">What it is called in the catalog.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Headers">What the table's first line may call it; releases differ.</param>
public sealed record SourceColumn(string Name, SourceValue Value, params string[] Headers)
{
    /// <summary>Whether a row with nothing in it is left out.</summary>
    public bool Required { get; init; }
}
