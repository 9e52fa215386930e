using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Vislumbre.Catalog;

/// <summary>Embeddings as they are stored: IEEE 754 binary16, little-endian.</summary>
public static class HalfVector
{
    /// <summary>Rounds an embedding to half precision.</summary>
    public static byte[] Encode(ReadOnlySpan<float> vector)
    {
        var bytes = new byte[vector.Length * 2];
        TensorPrimitives.ConvertToHalf(vector, MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
        return bytes;
    }

    /// <summary>Widens a stored embedding.</summary>
    public static float[] Decode(ReadOnlySpan<byte> bytes)
    {
        var vector = new float[bytes.Length / 2];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), vector);
        return vector;
    }
}
