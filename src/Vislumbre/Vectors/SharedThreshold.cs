namespace Vislumbre.Vectors;

/// <summary>The score that a row has to exceed, as far as all threads of a search know.</summary>
internal sealed class SharedThreshold
{
    private int _bits = BitConverter.SingleToInt32Bits(float.NegativeInfinity);

    public float Value => BitConverter.Int32BitsToSingle(Volatile.Read(ref _bits));

    /// <summary>Raises it, never lowers it.</summary>
    public void Raise(float value)
    {
        for (var seen = Volatile.Read(ref _bits); value > BitConverter.Int32BitsToSingle(seen);)
        {
            var before = Interlocked.CompareExchange(ref _bits, BitConverter.SingleToInt32Bits(value), seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
