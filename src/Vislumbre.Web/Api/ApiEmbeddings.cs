namespace Vislumbre.Web.Api;

/// <summary>Embeddings, unit length.</summary>
/// <param name="Model">Of which model: those of different models cannot be compared.</param>
/// <param name="Sha256">The hash of the model's weights.</param>
/// <param name="Dimension">Numbers each.</param>
/// <param name="Embeddings">One for each text or picture, in order.</param>
internal sealed record ApiEmbeddings(string Model, string Sha256, int Dimension, IReadOnlyList<float[]> Embeddings);
