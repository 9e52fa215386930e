using System.Numerics.Tensors;
using Vislumbre.Searching;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>
/// Two other ways to rank photos for words, by what a bank of ordinary sentences says of each photo: by strength
/// (<see cref="Background.Strength"/>), and by QB-Norm, the dynamic inverted softmax of Bogolin et al. (CVPR 2022).
/// </summary>
/// <remarks>
/// Both are written as dot products of longer rows, so that what measures cosines measures them. For one query the inverted softmax
/// exp(βs) / Σⱼ exp(βsⱼ) ranks as s − h with h = log Σⱼ exp(βsⱼ) / β over the bank; it is used where the photo nearest to the query is
/// nearest to a sentence of the bank too, and else s.
/// </remarks>
/// <param name="bank">The bank, sentences × dimension, unit length.</param>
/// <param name="beta">β, the inverse temperature, above 0.</param>
public sealed class QueryBank(EmbeddingMatrix bank, float beta = QueryBank.PaperBeta)
{
    /// <summary>The β of the paper.</summary>
    public const float PaperBeta = 20;

    /// <summary>Rows whose dot products are ordered as QB-Norm orders photos for each query; of a photo for several queries they say nothing.</summary>
    /// <param name="photos">Unit length.</param>
    /// <param name="queries">Unit length.</param>
    /// <param name="cancellationToken">Asked between rows.</param>
    /// <returns>Both with a number more a row.</returns>
    public (EmbeddingMatrix Photos, EmbeddingMatrix Queries) Normalized(EmbeddingMatrix photos, EmbeddingMatrix queries, CancellationToken cancellationToken = default)
    {
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        var hubness = new float[photos.Count];
        Parallel.For(0, photos.Count, parallel, photo =>
        {
            var scores = new float[bank.Count];
            for (var row = 0; row < scores.Length; row++) scores[row] = beta * TensorPrimitives.Dot(bank.Row(row), photos.Row(photo));
            // The largest is taken out, that the sum cannot overflow.
            var largest = TensorPrimitives.Max<float>(scores);
            hubness[photo] = (largest + (float)Math.Log(scores.Sum(score => Math.Exp(score - largest)))) / beta;
        });
        var activated = new bool[photos.Count];
        Parallel.For(0, bank.Count, parallel, row => activated[Nearest(bank.Row(row), photos)] = true);
        var corrected = new float[queries.Count];
        Parallel.For(0, queries.Count, parallel, query => corrected[query] = activated[Nearest(queries.Row(query), photos)] ? -1 : 0);
        return (Longer(photos, row => hubness[row]), Longer(queries, row => corrected[row]));
    }

    /// <summary>Rows whose dot products are strengths.</summary>
    /// <param name="photos">Unit length.</param>
    /// <param name="queries">Unit length.</param>
    /// <returns>Both with a number more a row.</returns>
    public (EmbeddingMatrix Photos, EmbeddingMatrix Queries) Strengths(EmbeddingMatrix photos, EmbeddingMatrix queries)
    {
        var background = Background.Of(bank);
        var rows = new float[photos.Count * (photos.Dimension + 1)];
        Parallel.For(0, photos.Count, photo =>
        {
            var row = rows.AsSpan(photo * (photos.Dimension + 1), photos.Dimension + 1);
            var (mean, deviation) = background.Of(photos.Row(photo));
            photos.Row(photo).CopyTo(row);
            row[^1] = mean;
            TensorPrimitives.Divide(row, MathF.Max(deviation, 1e-6f), row);
        });
        return (new EmbeddingMatrix(rows, photos.Dimension + 1), Longer(queries, _ => -1));
    }

    private static int Nearest(ReadOnlySpan<float> query, EmbeddingMatrix photos)
    {
        var (best, nearest) = (float.NegativeInfinity, 0);
        for (var photo = 0; photo < photos.Count; photo++)
        {
            var score = TensorPrimitives.Dot(query, photos.Row(photo));
            if (score > best) (best, nearest) = (score, photo);
        }

        return nearest;
    }

    private static EmbeddingMatrix Longer(EmbeddingMatrix rows, Func<int, float> last)
    {
        var values = new float[rows.Count * (rows.Dimension + 1)];
        for (var row = 0; row < rows.Count; row++)
        {
            rows.Row(row).CopyTo(values.AsSpan(row * (rows.Dimension + 1)));
            values[(row + 1) * (rows.Dimension + 1) - 1] = last(row);
        }

        return new EmbeddingMatrix(values, rows.Dimension + 1);
    }
}
