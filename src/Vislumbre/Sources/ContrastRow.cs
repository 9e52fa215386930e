namespace Vislumbre.Sources;

/// <summary>A caption that fits one of two pictures.</summary>
/// <param name="Kind">What the two differ in ("count", "colour", "side").</param>
/// <param name="Language">The caption's language; null where the table says none.</param>
/// <param name="Caption">The caption.</param>
/// <param name="Right">The picture it fits, relative to the folder.</param>
/// <param name="Wrong">The picture it does not fit, relative to the folder.</param>
public sealed record ContrastRow(string Kind, string? Language, string Caption, string Right, string Wrong);
