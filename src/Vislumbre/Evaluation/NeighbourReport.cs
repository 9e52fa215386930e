namespace Vislumbre.Evaluation;

/// <summary>How well and how fast an index finds what an exact search finds.</summary>
/// <param name="Rows">Rows that were searched.</param>
/// <param name="Dimension">Numbers a row.</param>
/// <param name="Kernel">The kernel that was chosen for this processor.</param>
/// <param name="Queries">Figures for each kind of query.</param>
/// <param name="ScannedBytesPerRow">Bytes of a row that every search reads.</param>
/// <param name="StoredBytesPerRow">Bytes of a row that are read where it is rescored.</param>
/// <param name="FileBytes">The file's length.</param>
/// <param name="Removed">Rows that were removed and still take room.</param>
/// <param name="Blocks">Blocks of rows.</param>
public sealed record NeighbourReport(
    long Rows, int Dimension, string Kernel, IReadOnlyList<NeighbourFigures> Queries, double ScannedBytesPerRow, int StoredBytesPerRow, long FileBytes, long Removed, int Blocks);
