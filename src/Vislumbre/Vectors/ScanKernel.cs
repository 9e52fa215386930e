using System.Numerics.Tensors;

namespace Vislumbre.Vectors;

/// <summary>The inner loops of searching, for one kind of processor.</summary>
/// <remarks>They are compiled to the full at once: a command that searches once never gets as far as the runtime's second thoughts.</remarks>
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

    /// <summary>A query as <see cref="Dot"/> takes it.</summary>
    public virtual float[] Prepare(ReadOnlySpan<float> query) => query.ToArray();

    /// <summary>The dot product of a query and a row in half precision (finite numbers), summed in single precision.</summary>
    /// <param name="query">The query, prepared by this kernel.</param>
    /// <param name="row">As many numbers.</param>
    public abstract float Dot(ReadOnlySpan<float> query, Half* row);

    /// <summary>
    /// The query times 2^112. No instruction for half precision is exposed: where exponent and mantissa are shifted into their places in single
    /// precision, a number is 2^-112 of what it was, and the product with such a query is what it should be, to the bit.
    /// </summary>
    protected static float[] Lifted(ReadOnlySpan<float> query)
    {
        var lifted = new float[query.Length];
        TensorPrimitives.Multiply(query, Lift, lifted);
        return lifted;
    }

    /// <summary>The same of a single row's number.</summary>
    protected static float Lowered(Half number) => (float)number / Lift;

    private static readonly float Lift = BitConverter.UInt32BitsToSingle((127u + 112) << 23);
}
