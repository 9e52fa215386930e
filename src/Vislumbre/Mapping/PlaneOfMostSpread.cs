using System.Numerics.Tensors;

namespace Vislumbre.Mapping;

/// <summary>The two directions in which vectors spread most (principal components, Pearson 1901), by power iteration: where a layout begins.</summary>
internal static class PlaneOfMostSpread
{
    private const int Rounds = 30;

    /// <summary>Each vector's coordinates along the two directions, around their mean.</summary>
    public static (float[] X, float[] Y) Project(IReadOnlyList<float[]> vectors)
    {
        var dimension = vectors[0].Length;
        var mean = new float[dimension];
        foreach (var vector in vectors) TensorPrimitives.Add(mean, vector, mean);
        TensorPrimitives.Divide(mean, vectors.Count, mean);
        var first = Direction(vectors, mean, null);
        return (Along(vectors, mean, first), Along(vectors, mean, Direction(vectors, mean, first)));
    }

    private static float[] Direction(IReadOnlyList<float[]> vectors, float[] mean, float[]? apart)
    {
        var random = new Random(1);
        var direction = Array.ConvertAll(mean, _ => random.NextSingle() - 0.5f);
        // A sample tells the directions as well.
        var step = Math.Max(1, vectors.Count / 5000);
        for (var round = 0; round < Rounds; round++)
        {
            if (apart is not null) TensorPrimitives.MultiplyAdd(apart, -TensorPrimitives.Dot<float>(direction, apart), direction, direction);
            var length = TensorPrimitives.Norm<float>(direction);
            if (length < 1e-20f) return direction; // there is no spread that way
            TensorPrimitives.Divide(direction, length, direction);
            var offset = TensorPrimitives.Dot<float>(mean, direction);
            var sum = new float[mean.Length];
            for (var i = 0; i < vectors.Count; i += step)
            {
                var along = TensorPrimitives.Dot<float>(vectors[i], direction) - offset;
                TensorPrimitives.MultiplyAdd(vectors[i], along, sum, sum);
                TensorPrimitives.MultiplyAdd(mean, -along, sum, sum);
            }

            direction = sum;
        }

        if (apart is not null) TensorPrimitives.MultiplyAdd(apart, -TensorPrimitives.Dot<float>(direction, apart), direction, direction);
        if (TensorPrimitives.Norm<float>(direction) is > 1e-20f and var end) TensorPrimitives.Divide(direction, end, direction);
        return direction;
    }

    private static float[] Along(IReadOnlyList<float[]> vectors, float[] mean, float[] direction)
    {
        var offset = TensorPrimitives.Dot<float>(mean, direction);
        return [.. vectors.Select(vector => TensorPrimitives.Dot<float>(vector, direction) - offset)];
    }
}
