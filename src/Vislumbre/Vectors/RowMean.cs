using System.Numerics.Tensors;

namespace Vislumbre.Vectors;

/// <summary>The mean of rows of a kind, around which codes are made.</summary>
/// <param name="dimension">Numbers a row.</param>
internal sealed class RowMean(int dimension)
{
    /// <summary>So many rows from everywhere tell it.</summary>
    public const int Enough = 20_000;

    private readonly float[] _sum = new float[dimension];
    private readonly float[] _row = new float[dimension];
    private int _count;

    /// <summary>The mean so far; zeros before the first row.</summary>
    public float[] Value
    {
        get
        {
            var mean = new float[dimension];
            if (_count > 0) TensorPrimitives.Divide(_sum, _count, mean);
            return mean;
        }
    }

    /// <summary>Counts a row.</summary>
    public void Add(ReadOnlySpan<Half> row)
    {
        TensorPrimitives.ConvertToSingle(row, _row);
        TensorPrimitives.Add(_sum, _row, _sum);
        _count++;
    }
}
