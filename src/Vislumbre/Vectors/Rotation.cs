using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vislumbre.Vectors;

/// <summary>
/// A random rotation in n log n steps: random signs and a Walsh-Hadamard transform, several times over (Ailon and Chazelle, STOC 2006).
/// Where the length is no power of two, the transforms go over its beginning and its end by turns.
/// </summary>
internal sealed class Rotation
{
    // Lengths are whole groups of 64, so that every kernel's step divides them.
    private const int Step = 64;

    private readonly float[] _signs;
    private readonly int _rounds;
    private readonly int _span;

    /// <summary>Makes the rotation of a seed; the same seed gives the same one anywhere.</summary>
    /// <param name="dimension">Numbers a vector; zeros are added up to <see cref="Length"/>.</param>
    /// <param name="seed">Any number.</param>
    public Rotation(int dimension, ulong seed)
    {
        Length = LengthOf(dimension);
        _span = 1 << BitOperations.Log2((uint)Length);
        _rounds = _span == Length ? 3 : 6;
        _signs = new float[_rounds * Length];
        var scale = 1 / MathF.Sqrt(_span);
        for (var i = 0; i < _signs.Length; i++)
        {
            var at = i % Length - Start(i / Length);
            // The transform's scale rides on the signs of what it transforms.
            _signs[i] = (Next(ref seed) & 1) == 0 ? 1 : -1;
            if (at >= 0 && at < _span) _signs[i] *= scale;
        }
    }

    /// <summary>Numbers a rotated vector.</summary>
    public int Length { get; }

    /// <summary>Numbers a rotated vector of a dimension.</summary>
    public static int LengthOf(int dimension) => (dimension + Step - 1) / Step * Step;

    /// <summary>Rotates a vector in place: lengths and dot products stay as they are.</summary>
    /// <param name="values"><see cref="Length"/> numbers.</param>
    public void Apply(Span<float> values)
    {
        for (var round = 0; round < _rounds; round++)
        {
            TensorPrimitives.Multiply(values, _signs.AsSpan(round * Length, Length), values);
            Transform(values.Slice(Start(round), _span));
        }
    }

    private int Start(int round) => round % 2 == 0 ? 0 : Length - _span;

    // Walsh and Hadamard's transform, unscaled: sums and differences at halving distances, the last three within a register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transform(Span<float> values)
    {
        ref var start = ref MemoryMarshal.GetReference(values);
        for (var distance = values.Length / 2; distance >= 8; distance /= 2)
        {
            for (var block = 0; block < values.Length; block += 2 * distance)
            {
                for (var i = block; i < block + distance; i += 8)
                {
                    var (low, high) = (Vector256.LoadUnsafe(ref start, (nuint)i), Vector256.LoadUnsafe(ref start, (nuint)(i + distance)));
                    (low + high).StoreUnsafe(ref start, (nuint)i);
                    (low - high).StoreUnsafe(ref start, (nuint)(i + distance));
                }
            }
        }

        for (var i = 0; i < values.Length; i += 8)
        {
            var eight = Vector256.LoadUnsafe(ref start, (nuint)i);
            eight = eight * Vector256.Create(1f, 1, 1, 1, -1, -1, -1, -1) + Vector256.Shuffle(eight, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3));
            eight = eight * Vector256.Create(1f, 1, -1, -1, 1, 1, -1, -1) + Vector256.Shuffle(eight, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5));
            eight = eight * Vector256.Create(1f, -1, 1, -1, 1, -1, 1, -1) + Vector256.Shuffle(eight, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
            eight.StoreUnsafe(ref start, (nuint)i);
        }
    }

    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a file's rotation must not depend on a library's generator.
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
