namespace Vislumbre.Evaluation;

/// <summary>How one kind of query fares.</summary>
/// <param name="Kind">photos or sentences.</param>
/// <param name="Count">How many queries.</param>
/// <param name="RecallAt1">The share of the exact nearest rows that was found among the nearest, with 1 asked.</param>
/// <param name="RecallAt10">The same with 10.</param>
/// <param name="RecallAt100">The same with 100; with fewer rows, all.</param>
/// <param name="Milliseconds">A search for 10.</param>
/// <param name="SharedMilliseconds">The same, a query, where up to 64 share a scan.</param>
/// <param name="ExactMilliseconds">An exact search for 10.</param>
/// <param name="Rescored">Rows a query of which the stored numbers were read, of a search for 10.</param>
/// <param name="BytesRead">Bytes a query, of a search for 10.</param>
public sealed record NeighbourFigures(
    string Kind, int Count, double RecallAt1, double RecallAt10, double RecallAt100, Percentiles Milliseconds, double SharedMilliseconds, Percentiles ExactMilliseconds, double Rescored, double BytesRead);
