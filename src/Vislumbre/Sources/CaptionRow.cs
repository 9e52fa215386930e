namespace Vislumbre.Sources;

/// <summary>A caption of a photo.</summary>
/// <param name="File">The photo's file, relative to the table's folder, parted by "/".</param>
/// <param name="Language">The caption's language as the table writes it ("en", "pt"); null where it says none.</param>
/// <param name="Caption">The caption, never empty.</param>
public sealed record CaptionRow(string File, string? Language, string Caption);
