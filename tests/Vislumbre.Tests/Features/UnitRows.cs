using System.Numerics.Tensors;

namespace Vislumbre.Tests.Features;

/// <summary>Embeddings for tests.</summary>
internal static class UnitRows
{
    /// <summary>Rows of length 1 in half precision, the same each time.</summary>
    public static Half[] Random(int rows, int dimension)
    {
        var random = new Random(7);
        var vectors = new Half[rows * dimension];
        for (var row = 0; row < rows; row++)
        {
            var numbers = Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
            TensorPrimitives.Divide(numbers, TensorPrimitives.Norm<float>(numbers), numbers);
            TensorPrimitives.ConvertToHalf(numbers, vectors.AsSpan(row * dimension, dimension));
        }

        return vectors;
    }
}
