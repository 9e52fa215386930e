namespace Vislumbre.Models;

/// <summary>Measures a shape that came out of a file: dimensions may be negative there, and products may overflow.</summary>
internal static class TensorSize
{
    /// <summary>How many bytes a tensor takes, or null where a dimension is negative or the product exceeds 63 bits.</summary>
    public static long? InBytes(IReadOnlyList<long> shape, TensorElement element)
    {
        long bytes = StoredTensor.SizeOf(element);
        foreach (var dimension in shape)
        {
            if (dimension < 0 || (dimension > 0 && bytes > long.MaxValue / dimension))
                return null;
            bytes *= dimension;
        }

        return bytes;
    }
}
