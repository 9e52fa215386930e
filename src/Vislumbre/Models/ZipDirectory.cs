using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Models;

/// <summary>Reads where the entries of a zip archive stand, which <c>System.IO.Compression</c> does not tell.</summary>
/// <remarks>After PKWARE's APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14–16 (its end, zip64).</remarks>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64LocatorSignature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const long LongestDirectory = 16 << 20;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly long _length;

    private ZipDirectory(string path, SafeFileHandle handle) =>
        (_path, _handle, _length) = (path, handle, RandomAccess.GetLength(handle));

    /// <summary>Reads the archive's entries by name.</summary>
    /// <exception cref="ModelException">The archive is damaged.</exception>
    public static IReadOnlyDictionary<string, ZipEntry> Read(string path, SafeFileHandle handle) => new ZipDirectory(path, handle).Read();

    private Dictionary<string, ZipEntry> Read()
    {
        var (offset, size, count) = FindDirectory();
        if (size < 0 || offset < 0 || size > LongestDirectory || offset > _length - size || count < 0)
            throw Damaged("has its directory outside the file", "tem o diretório fora do arquivo");
        ReadOnlySpan<byte> directory = Bytes(offset, (int)size);
        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        for (long index = 0; index < count; index++)
        {
            var entry = ReadEntry(ref directory);
            if (!entries.TryAdd(entry.Name, entry))
                throw Damaged($"has the entry {QuotedName.Of(entry.Name)} twice", $"tem a entrada {QuotedName.Of(entry.Name)} duas vezes");
        }

        return entries;
    }

    private (long Offset, long Size, long Count) FindDirectory()
    {
        var tailLength = (int)Math.Min(_length, EndLength + LongestComment);
        var tailStart = _length - tailLength;
        var tail = Bytes(tailStart, tailLength);
        for (var at = tailLength - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (UInt32(end, 0) != EndSignature || at + EndLength + UInt16(end, 20) != tailLength)
                continue;
            // The zip64 record is believed wherever there is one: PyTorch writes it also for small archives.
            return FindDirectory64(tailStart + at) ?? (UInt32(end, 16), UInt32(end, 12), UInt16(end, 10));
        }

        throw Damaged("has no end of its directory; it was cut short, fetch it again", "não tem o fim do diretório; foi truncado, baixe-o de novo");
    }

    private (long Offset, long Size, long Count)? FindDirectory64(long end)
    {
        if (end < 20 || Bytes(end - 20, 20) is var locator && UInt32(locator, 0) != End64LocatorSignature)
            return null;
        var at = Int64(locator, 8);
        if (at < 0 || at > end - 56 || Bytes(at, 56) is var record && UInt32(record, 0) != End64Signature)
            throw Damaged("has a damaged zip64 directory", "tem um diretório zip64 danificado");
        return (Int64(record, 48), Int64(record, 40), Int64(record, 32));
    }

    private ZipEntry ReadEntry(ref ReadOnlySpan<byte> directory)
    {
        if (directory.Length < 46 || UInt32(directory, 0) != CentralSignature)
            throw Damaged("has a damaged directory", "tem um diretório danificado");
        int nameLength = UInt16(directory, 28), extraLength = UInt16(directory, 30), commentLength = UInt16(directory, 32);
        if (directory.Length < 46 + nameLength + extraLength + commentLength)
            throw Damaged("has a damaged directory", "tem um diretório danificado");
        var name = System.Text.Encoding.UTF8.GetString(directory.Slice(46, nameLength));
        var isStored = (UInt16(directory, 8) & 1) == 0 && UInt16(directory, 10) == 0;
        long compressed = UInt32(directory, 20), length = UInt32(directory, 24), local = UInt32(directory, 42);
        ReadZip64(directory.Slice(46 + nameLength, extraLength), ref length, ref compressed, ref local);
        if (isStored && length != compressed)
            throw Damaged($"gives two lengths for {QuotedName.Of(name)}", $"dá dois tamanhos para {QuotedName.Of(name)}");
        directory = directory[(46 + nameLength + extraLength + commentLength)..];
        return new ZipEntry(name, LocateData(name, local, compressed), compressed, isStored);
    }

    /// <summary>Takes from the zip64 extra field (4.5.3) the values that did not fit 32 bits; they stand in this order.</summary>
    private void ReadZip64(ReadOnlySpan<byte> extra, ref long length, ref long compressed, ref long local)
    {
        while (extra.Length >= 4)
        {
            var (id, size) = (UInt16(extra, 0), UInt16(extra, 2));
            extra = extra[4..];
            if (size > extra.Length)
                break;
            if (id == 1)
            {
                var field = extra[..size];
                TakeWide(ref field, ref length);
                TakeWide(ref field, ref compressed);
                TakeWide(ref field, ref local);
                return;
            }

            extra = extra[size..];
        }
    }

    private void TakeWide(ref ReadOnlySpan<byte> field, ref long value)
    {
        if (value != uint.MaxValue)
            return;
        if (field.Length < 8)
            throw Damaged("has a damaged zip64 entry", "tem uma entrada zip64 danificada");
        value = Int64(field, 0);
        field = field[8..];
    }

    private long LocateData(string name, long local, long length)
    {
        // The local header's name and extra field may differ in length from the directory's: PyTorch pads there.
        if (local < 0 || local > _length - 30 || Bytes(local, 30) is var header && UInt32(header, 0) != LocalSignature)
            throw Damaged($"has no local header for {QuotedName.Of(name)}", $"não tem cabeçalho local para {QuotedName.Of(name)}");
        var offset = local + 30 + UInt16(header, 26) + UInt16(header, 28);
        if (length < 0 || offset > _length || length > _length - offset)
            throw Damaged($"ends before its entry {QuotedName.Of(name)} does; it was cut short, fetch it again",
                $"termina antes da sua entrada {QuotedName.Of(name)}; foi truncado, baixe-o de novo");
        return offset;
    }

    private byte[] Bytes(long offset, int length)
    {
        var bytes = new byte[length];
        for (var done = 0; done < length;)
        {
            var count = RandomAccess.Read(_handle, bytes.AsSpan(done), offset + done);
            if (count == 0)
                throw Damaged("became shorter while it was read", "encolheu enquanto era lido");
            done += count;
        }

        return bytes;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private ModelException Damaged(string english, string portuguese) =>
        new(Language.Say($"The archive {_path} {english}.", $"O arquivo {_path} {portuguese}."));
}
