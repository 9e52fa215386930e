namespace Vislumbre.Features;

/// <summary>A file or a row that was left out.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="Row">The row in it, from 0; null where the whole file was left out.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record FeatureFault(string File, long? Row, string Reason);
