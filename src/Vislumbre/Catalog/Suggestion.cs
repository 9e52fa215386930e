namespace Vislumbre.Catalog;

/// <summary>A condition that a person may mean.</summary>
/// <param name="Field">What it asks of a photo.</param>
/// <param name="Value">What that should be.</param>
/// <param name="Photos">How many photos have it.</param>
public sealed record Suggestion(PhotoField Field, string Value, long Photos);
