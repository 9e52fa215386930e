using System.Buffers.Binary;
using System.IO.Hashing;

namespace Vislumbre.Vectors;

/// <summary>What a block of an index file is.</summary>
internal enum BlockKind
{
    /// <summary>Rows: groups of codes, ids, numbers in half precision.</summary>
    Rows = 1,

    /// <summary>Ids whose rows before it are no more.</summary>
    Removals = 2,

    /// <summary>The end of a change: what came before counts from here on.</summary>
    Commit = 3,
}

/// <summary>How a block begins: 128 bytes, little-endian, in the order of the members, the last 8 a checksum (XXH3) of the rest.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">Rows or ids; of a commit none.</param>
/// <param name="BodyLength">Bytes that follow, a multiple of 64.</param>
/// <param name="State">Where the index stands, of a commit.</param>
/// <param name="ScanChecksum">Of codes and ids.</param>
/// <param name="RowsChecksum">Of the rows' numbers.</param>
/// <param name="MinimumId">The first id.</param>
/// <param name="MaximumId">The last id.</param>
internal readonly record struct BlockHeader(
    BlockKind Kind, int Count, long BodyLength, IndexState State = default, ulong ScanChecksum = 0, ulong RowsChecksum = 0, long MinimumId = 0, long MaximumId = 0)
{
    public const int Length = 128;
    private const int ChecksumAt = Length - 8;
    private const uint Magic = 0x4B4C4256; // "VBLK"

    public void Write(Span<byte> bytes)
    {
        bytes[..Length].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], (int)Kind);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], BodyLength);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], State.Change);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], State.Word);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], ScanChecksum);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[48..], RowsChecksum);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[56..], MinimumId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[64..], MaximumId);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[ChecksumAt..], XxHash3.HashToUInt64(bytes[..ChecksumAt]));
    }

    /// <summary>Reads one; null where there is none, or it is not whole.</summary>
    public static BlockHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || BinaryPrimitives.ReadUInt64LittleEndian(bytes[ChecksumAt..]) != XxHash3.HashToUInt64(bytes[..ChecksumAt])) return null;
        return new BlockHeader(
            (BlockKind)BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            new IndexState(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..])),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[56..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[64..]));
    }
}
