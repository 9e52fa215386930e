using System.Buffers.Binary;
using NetVips;
using StbImageSharp;

namespace Vislumbre.Imaging;

/// <summary>Windows bitmaps, which libvips reads only through ImageMagick, here by stb_image.</summary>
internal static class Bitmap
{
    public static Image Load(PhotoSource source, DecodeLimits limits)
    {
        // The size is checked from the header before the decoder allocates for it.
        var head = source.ReadHead(30);
        var (width, height) = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(14)) == 12
            ? (BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18)), BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(20)))
            : (BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(18)), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(22))));
        PhotoDecoder.CheckSize(width, height, limits);
        // Only uncompressed ones are read, whose length is known; the decoder would make up what is missing.
        var isOld = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(14)) == 12;
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(isOld ? 24 : 28));
        if (source.Length < BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(10)) + height * (((long)width * bits + 31) / 32 * 4)) throw PhotoDecoder.Truncated(null);
        try
        {
            var decoded = ImageResult.FromMemory(source.ReadAll(), ColorComponents.RedGreenBlue);
            using var raw = Image.NewFromMemoryCopy<byte>(decoded.Data, decoded.Width, decoded.Height, 3, Enums.BandFormat.Uchar);
            return raw.Copy(interpretation: Enums.Interpretation.Srgb);
        }
        catch (Exception e) when (e is not OutOfMemoryException and not VipsException)
        {
            // stb_image's port answers damage with whatever its pointers met.
            throw PhotoDecoder.Damaged(e);
        }
    }
}
