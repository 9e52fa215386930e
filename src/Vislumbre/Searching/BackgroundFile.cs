using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Vislumbre.Searching;

/// <summary>
/// Keeps a <see cref="Background"/> in a file: derived, so what cannot be read whole is made again. Layout, little-endian: 8 bytes of magic,
/// the dimension (4), zero (4), the XxHash128 of what follows (16); μ, then Σ, single precision.
/// </summary>
internal static class BackgroundFile
{
    private const int HeaderLength = 32, MaximumDimension = 8192;

    private static ReadOnlySpan<byte> Magic => "VISLBKG1"u8;

    /// <summary>Reads one; null where it is absent, cut short, damaged or of another dimension.</summary>
    public static Background? TryRead(string path, int dimension)
    {
        try
        {
            var numbers = (long)dimension * (dimension + 1);
            if (dimension is < 1 or > MaximumDimension || new FileInfo(path) is not { Exists: true } file || file.Length != HeaderLength + 4 * numbers) return null;
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length != HeaderLength + 4 * numbers || !bytes.AsSpan().StartsWith(Magic) || BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)) != dimension) return null;
            if (!XxHash128.Hash(bytes.AsSpan(HeaderLength)).AsSpan().SequenceEqual(bytes.AsSpan(16, 16))) return null;
            var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeaderLength));
            return new Background(values[..dimension].ToArray(), values[dimension..].ToArray());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes one whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static void Write(string path, Background background)
    {
        var bytes = new byte[HeaderLength + 4 * (background.Mean.Length + background.Covariance.Length)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), background.Dimension);
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeaderLength));
        background.Mean.CopyTo(values);
        background.Covariance.CopyTo(values[background.Dimension..]);
        XxHash128.Hash(bytes.AsSpan(HeaderLength), bytes.AsSpan(16));

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
