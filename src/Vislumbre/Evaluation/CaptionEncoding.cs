using System.Diagnostics;
using Vislumbre.Encoding;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Encodes many sentences: each once, with others of about its length, so that little is padded.</summary>
internal static class CaptionEncoding
{
    /// <summary>Encodes.</summary>
    /// <returns>A row for each sentence, in order; at least one sentence must be given.</returns>
    public static EmbeddingMatrix Run(TextEncoder encoder, IReadOnlyList<string> sentences, int batch, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var embeddings = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var waiting = sentences.Distinct(StringComparer.Ordinal).OrderBy(sentence => sentence.Length).ThenBy(sentence => sentence, StringComparer.Ordinal).ToList();
        foreach (var together in waiting.Chunk(batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (sentence, embedding) in together.Zip(encoder.Encode(together))) embeddings[sentence] = embedding;
            progress?.Report(new EvaluationProgress(EvaluationStage.Captions, waiting.Count, embeddings.Count, 0, clock.Elapsed));
        }

        return EmbeddingMatrix.FromRows([.. sentences.Select(sentence => embeddings[sentence])], embeddings[sentences[0]].Length);
    }
}
