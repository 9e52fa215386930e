using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Vislumbre.Vectors;

/// <summary>
/// How an index file begins, little-endian: 8 bytes of magic, the version (4), the dimension (4), the rotation's seed (8), the tag (32), zeros
/// up to byte 120, a checksum of all the rest of the header (XXH3, 8), then the centre (4 × dimension), zeros up to a whole 64 bytes.
/// </summary>
/// <param name="Dimension">Numbers a row.</param>
/// <param name="Seed">Of the rotation.</param>
/// <param name="Tag">What the rows are of, such as a model's hash.</param>
/// <param name="Centre">What is taken from every row before it is coded.</param>
internal sealed record IndexHeader(int Dimension, ulong Seed, byte[] Tag, float[] Centre)
{
    public const int TagLength = 32;
    private const int FixedLength = 128, ChecksumAt = 120, Version = 1;

    /// <summary>The header's bytes.</summary>
    public int Length => (FixedLength + 4 * Dimension + 63) / 64 * 64;

    private static ReadOnlySpan<byte> Magic => "VISLIDX\n"u8;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Dimension);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Seed);
        Tag.CopyTo(bytes, 24);
        MemoryMarshal.AsBytes(Centre.AsSpan()).CopyTo(bytes.AsSpan(FixedLength));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(ChecksumAt), Checksum(bytes));
        return bytes;
    }

    /// <summary>Reads a header; null where it is another kind of file, another version, or damaged.</summary>
    public static IndexHeader? Read(Stream file)
    {
        var start = new byte[FixedLength];
        if (file.ReadAtLeast(start, FixedLength, throwOnEndOfStream: false) < FixedLength) return null;
        var dimension = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(12));
        if (!start.AsSpan().StartsWith(Magic) || BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(8)) != Version || dimension is < 1 or > 1 << 16) return null;
        var header = new IndexHeader(dimension, BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(16)), start[24..(24 + TagLength)], new float[dimension]);
        var bytes = new byte[header.Length];
        start.CopyTo(bytes, 0);
        var rest = bytes.AsSpan(FixedLength);
        if (file.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length) return null;
        rest[..(4 * dimension)].CopyTo(MemoryMarshal.AsBytes(header.Centre.AsSpan()));
        return BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(ChecksumAt)) == Checksum(bytes) ? header : null;
    }

    private static ulong Checksum(byte[] bytes)
    {
        var hash = new XxHash3();
        hash.Append(bytes.AsSpan(0, ChecksumAt));
        hash.Append(bytes.AsSpan(FixedLength));
        return hash.GetCurrentHashAsUInt64();
    }
}
