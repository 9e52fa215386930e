using System.Buffers.Binary;

namespace Vislumbre.Imaging;

/// <summary>The blocks that Adobe Photoshop keeps data in, of which one holds the records of IPTC-IIM (Photoshop File Formats Specification, "Image Resource Blocks").</summary>
internal static class PhotoshopBlocks
{
    private const int IptcBlock = 0x0404;

    private static ReadOnlySpan<byte> Preamble => "Photoshop 3.0\0"u8;

    private static ReadOnlySpan<byte> Signature => "8BIM"u8;

    /// <summary>The IPTC records of what a JPEG keeps for Photoshop, or of what a TIFF keeps as they are; empty where there are none.</summary>
    public static byte[] Iptc(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(Preamble)) return bytes.AsSpan().StartsWith(Signature) ? Find(bytes) : bytes;
        return Find(bytes.AsSpan(Preamble.Length));
    }

    // A signature, a number, a name with its length, the data with theirs; each part fills an even number of bytes.
    private static byte[] Find(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 12 && rest.StartsWith(Signature))
        {
            var name = (rest[6] + 2) & ~1;
            if (rest.Length < 6 + name + 4) break;
            var (number, length) = (BinaryPrimitives.ReadUInt16BigEndian(rest[4..]), BinaryPrimitives.ReadUInt32BigEndian(rest[(6 + name)..]));
            rest = rest[(10 + name)..];
            if (length > rest.Length) break;
            if (number == IptcBlock) return rest[..(int)length].ToArray();
            rest = rest[(int)Math.Min(rest.Length, (length + 1) & ~1u)..];
        }

        return [];
    }
}
