using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>What became of some photo files.</summary>
/// <param name="Good">The places, among the files, of those that could be read, ascending.</param>
/// <param name="Embeddings">A row for each good one, where embeddings were asked for.</param>
/// <param name="Colours">A row for each good one, where histograms were asked for.</param>
/// <param name="Failed">The others, in order.</param>
internal sealed record EncodedPhotos(int[] Good, EmbeddingMatrix? Embeddings, EmbeddingMatrix? Colours, IReadOnlyList<EvaluationFailure> Failed);
