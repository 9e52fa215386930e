namespace Vislumbre.Vectors;

/// <summary>Embeddings in memory, a row each.</summary>
public sealed record EmbeddingMatrix
{
    /// <summary>Takes rows that lie one after the other.</summary>
    /// <param name="values">Count × dimension numbers, row-major; rows of unit length where dot products are to be cosines. Not copied.</param>
    /// <param name="dimension">Numbers a row, at least 1.</param>
    /// <exception cref="ArgumentException">The numbers do not make whole rows.</exception>
    public EmbeddingMatrix(ReadOnlyMemory<float> values, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.Length % dimension != 0) throw new ArgumentException($"{values.Length} numbers are no whole rows of {dimension}.", nameof(values));
        (Values, Dimension) = (values, dimension);
    }

    /// <summary>All rows, row-major.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Numbers a row.</summary>
    public int Dimension { get; }

    /// <summary>Rows.</summary>
    public int Count => Values.Length / Dimension;

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.Span.Slice(row * Dimension, Dimension);

    /// <summary>Copies rows into one matrix.</summary>
    /// <exception cref="ArgumentException">A row's length is not the dimension.</exception>
    public static EmbeddingMatrix FromRows(IReadOnlyList<float[]> rows, int dimension)
    {
        var values = new float[checked(rows.Count * dimension)];
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != dimension) throw new ArgumentException($"Row {i} has {rows[i].Length} numbers instead of {dimension}.", nameof(rows));
            rows[i].CopyTo(values, i * dimension);
        }

        return new EmbeddingMatrix(values, dimension);
    }

    /// <summary>A matrix of some rows, in the order given.</summary>
    public EmbeddingMatrix Take(IReadOnlyList<int> rows)
    {
        var values = new float[checked(rows.Count * Dimension)];
        for (var i = 0; i < rows.Count; i++) Row(rows[i]).CopyTo(values.AsSpan(i * Dimension));
        return new EmbeddingMatrix(values, Dimension);
    }
}
