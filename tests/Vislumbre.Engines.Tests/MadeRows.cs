using System.Numerics.Tensors;

namespace Vislumbre.Engines.Tests;

/// <summary>Embeddings without any order, each a function of its seed.</summary>
internal static class MadeRows
{
    /// <summary>Numbers a row.</summary>
    public const int Dimension = 64;

    /// <summary>One, unit length.</summary>
    public static float[] Row(int seed)
    {
        var random = new Random(seed);
        var row = Enumerable.Range(0, Dimension).Select(_ => (float)(random.NextDouble() + random.NextDouble() - 1)).ToArray();
        TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
        return row;
    }
}
