using System.Numerics.Tensors;
using Vislumbre.Vectors;

namespace Vislumbre.Searching;

/// <summary>
/// How near a photo is to ordinary sentences: the mean and the deviation of its similarity to a bank of them. Both follow from the bank's
/// mean vector μ and covariance Σ alone, μ·x and √(xᵀΣx), so that nothing is kept for a photo.
/// </summary>
public sealed class Background
{
    private readonly float[] _mean;
    private readonly float[] _covariance;

    /// <summary>Takes what was computed before.</summary>
    /// <param name="mean">μ: as many numbers as an embedding has. Not copied.</param>
    /// <param name="covariance">Σ: dimension × dimension, row-major, symmetric. Not copied.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    internal Background(float[] mean, float[] covariance)
    {
        if (covariance.Length != mean.Length * mean.Length) throw new ArgumentException($"{covariance.Length} numbers are no covariance of {mean.Length} dimensions.", nameof(covariance));
        (_mean, _covariance) = (mean, covariance);
    }

    /// <summary>Numbers an embedding.</summary>
    public int Dimension => _mean.Length;

    internal ReadOnlySpan<float> Mean => _mean;

    internal ReadOnlySpan<float> Covariance => _covariance;

    /// <summary>Computes that of a bank.</summary>
    /// <param name="bank">Sentences × dimension, unit length; at least two.</param>
    public static Background Of(EmbeddingMatrix bank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bank.Count, 2);
        var dimension = bank.Dimension;
        var mean = new float[dimension];
        for (var row = 0; row < bank.Count; row++) TensorPrimitives.Add(mean, bank.Row(row), mean);
        TensorPrimitives.Divide(mean, bank.Count, mean);

        // Column by column: a row of Σ is then a matter of dot products.
        var columns = new float[dimension * bank.Count];
        for (var row = 0; row < bank.Count; row++)
        {
            for (var column = 0; column < dimension; column++) columns[column * bank.Count + row] = bank.Row(row)[column] - mean[column];
        }

        var covariance = new float[dimension * dimension];
        Parallel.For(0, dimension, one =>
        {
            for (var other = 0; other <= one; other++)
            {
                var product = TensorPrimitives.Dot<float>(columns.AsSpan(one * bank.Count, bank.Count), columns.AsSpan(other * bank.Count, bank.Count)) / bank.Count;
                covariance[one * dimension + other] = covariance[other * dimension + one] = product;
            }
        });
        return new Background(mean, covariance);
    }

    /// <summary>The mean and the standard deviation, over the bank's sentences, of their similarity to a photo.</summary>
    /// <param name="photo">Its embedding, unit length, of the same dimension.</param>
    /// <returns>Both as cosines; the deviation is never below zero.</returns>
    public (float Mean, float Deviation) Of(ReadOnlySpan<float> photo)
    {
        var variance = 0f;
        for (var row = 0; row < _mean.Length; row++) variance += Share(photo, row, FromDiagonal(row));
        return (TensorPrimitives.Dot(photo, _mean), MathF.Sqrt(MathF.Max(variance, 0)));
    }

    /// <summary>How far words stand above a photo's background, in its deviations.</summary>
    /// <param name="words">The words' embedding, unit length.</param>
    /// <param name="photo">The photo's.</param>
    /// <returns>0 for what is as near as an ordinary sentence; 0 too where all sentences are equally near.</returns>
    public float Strength(ReadOnlySpan<float> words, ReadOnlySpan<float> photo) => Above(words, photo, Of(photo));

    /// <summary>The same of many photos, in order; each row of the covariance is read once for all.</summary>
    /// <param name="words">The words' embedding, unit length.</param>
    /// <param name="photos">The photos'.</param>
    public float[] Strengths(float[] words, IReadOnlyList<float[]> photos)
    {
        var variances = new float[photos.Count];
        for (var row = 0; row < _mean.Length; row++)
        {
            var covariances = FromDiagonal(row);
            for (var i = 0; i < variances.Length; i++) variances[i] += Share(photos[i], row, covariances);
        }

        return [.. photos.Select((photo, i) => Above(words, photo, (TensorPrimitives.Dot<float>(photo, _mean), MathF.Sqrt(MathF.Max(variances[i], 0)))))];
    }

    private ReadOnlySpan<float> FromDiagonal(int row) => _covariance.AsSpan(row * _mean.Length + row, _mean.Length - row);

    // What a row of Σ from its diagonal on gives xᵀΣx: Σ is symmetric, so that what stands right of the diagonal counts twice.
    private static float Share(ReadOnlySpan<float> photo, int row, ReadOnlySpan<float> covariances) =>
        photo[row] * (2 * TensorPrimitives.Dot(photo[row..], covariances) - covariances[0] * photo[row]);

    private static float Above(ReadOnlySpan<float> words, ReadOnlySpan<float> photo, (float Mean, float Deviation) background) =>
        background.Deviation > 1e-6f ? (TensorPrimitives.Dot(words, photo) - background.Mean) / background.Deviation : 0;
}
