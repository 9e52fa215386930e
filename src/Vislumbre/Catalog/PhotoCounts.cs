namespace Vislumbre.Catalog;

/// <summary>How many photos stand how.</summary>
/// <param name="Indexed">Found by searches.</param>
/// <param name="Failed">Could not be read.</param>
/// <param name="Missing">Their files are gone.</param>
public sealed record PhotoCounts(long Indexed, long Failed, long Missing);
