namespace Vislumbre.Vectors;

/// <summary>The inner loops of searching, for one kind of processor.</summary>
internal abstract unsafe class ScanKernel
{
    /// <summary>What it is called where one is chosen by hand.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this processor can.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>Finds the rows whose bound is above a threshold.</summary>
    /// <param name="groups">Groups of codes, one after the other.</param>
    /// <param name="rows">How many rows; the last group may be short.</param>
    /// <param name="table">The query.</param>
    /// <param name="threshold">The score to exceed.</param>
    /// <param name="found">Takes them, in the order of rows; as long as there are rows.</param>
    /// <returns>How many were found.</returns>
    public abstract int Scan(byte* groups, int rows, ScanTable table, float threshold, Span<Contender> found);

    /// <summary>The dot product of a query and a row in half precision (finite numbers), summed in single precision.</summary>
    public abstract float Dot(ReadOnlySpan<float> query, Half* row);
}
