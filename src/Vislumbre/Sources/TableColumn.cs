namespace Vislumbre.Sources;

/// <summary>A column that a table should have.</summary>
/// <param name="Names">What its header may say; the first is what people are told.</param>
/// <param name="Required">Whether a table without it is refused, and a row with nothing in it left out.</param>
internal sealed record TableColumn(string[] Names, bool Required = true);
