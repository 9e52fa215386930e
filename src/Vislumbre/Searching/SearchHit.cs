using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>One answer.</summary>
/// <param name="Rank">1 for the nearest.</param>
/// <param name="Score">The cosine similarity to the query, in [−1, 1].</param>
/// <param name="Photo">The photo.</param>
/// <param name="Details">What a source says of it; null where none does.</param>
public sealed record SearchHit(int Rank, float Score, PhotoRecord Photo, PhotoDetails? Details = null);
