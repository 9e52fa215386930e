namespace Vislumbre.Vectors;

/// <summary>One of the nearest rows.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Score">The dot product with the query: the cosine of unit vectors, in [−1, 1].</param>
public readonly record struct Neighbour(long Id, float Score);
