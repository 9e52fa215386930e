using Vislumbre.Imaging;

namespace Vislumbre.Encoding;

/// <summary>What each patch of a picture gives its embedding, in the space that texts and pictures share.</summary>
/// <param name="Rows">Patches down.</param>
/// <param name="Columns">Patches across.</param>
/// <param name="Vectors">A vector for each, in rows from the upper left. A longer one counts for more: they are not of unit length.</param>
/// <param name="Extent">What of the upright photo they cover together.</param>
public sealed record PatchGrid(int Rows, int Columns, IReadOnlyList<float[]> Vectors, PhotoExtent Extent);
