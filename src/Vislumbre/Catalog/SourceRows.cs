namespace Vislumbre.Catalog;

/// <summary>How much a catalog holds of a source.</summary>
/// <param name="Photos">Photos.</param>
/// <param name="Keywords">Keywords of photos.</param>
/// <param name="Collections">Photos in collections.</param>
/// <param name="Colours">Colours of photos.</param>
/// <param name="Conversions">Photos taken after searches.</param>
public sealed record SourceRows(long Photos, long Keywords, long Collections, long Colours, long Conversions);
