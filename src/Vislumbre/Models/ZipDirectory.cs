using System.Buffers.Binary;

namespace Vislumbre.Models;

/// <summary>Reads a zip's central directory for the one thing that System.IO.Compression does not tell: where entries begin.</summary>
internal static class ZipDirectory
{
    private const uint EndMark = 0x06054b50, End64Mark = 0x06064b50, Locator64Mark = 0x07064b50, EntryMark = 0x02014b50;
    private const int EndLength = 22, EntryLength = 46, MaximumEntries = 1 << 20;

    /// <summary>The entries' names and the places of their local headers.</summary>
    /// <exception cref="InvalidDataException">No sound directory.</exception>
    public static List<(string Name, long Header)> Headers(FileStream file)
    {
        var (position, count) = FindDirectory(file);
        var headers = new List<(string, long)>();
        var entry = new byte[EntryLength];
        for (long i = 0; i < count; i++)
        {
            file.Position = position;
            file.ReadExactly(entry);
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != EntryMark) throw new InvalidDataException("bad central directory");
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(28)), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(30));
            var variable = new byte[nameLength + extraLength];
            file.ReadExactly(variable);
            headers.Add((System.Text.Encoding.UTF8.GetString(variable, 0, nameLength), HeaderOf(entry, variable.AsSpan(nameLength))));
            position += EntryLength + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(32));
        }

        return headers;
    }

    private static long HeaderOf(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        long header = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        if (header != uint.MaxValue) return header;
        // Of zip64's field only the values that did not fit stand there, in this order: length, compressed length, place.
        var at = (BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]) == uint.MaxValue ? 8 : 0) + (BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]) == uint.MaxValue ? 8 : 0);
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4) break;
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1 && length >= at + 8) return BinaryPrimitives.ReadInt64LittleEndian(extra[(4 + at)..]);
            extra = extra[(4 + length)..];
        }

        throw new InvalidDataException("an entry's place is missing");
    }

    private static (long Position, long Count) FindDirectory(FileStream file)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != EndMark) continue;
            long count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10)), position = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
            if (at >= 20 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at - 20)) == Locator64Mark)
                (position, count) = Directory64(file, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at - 12)));
            if (position < 0 || position > file.Length || count is < 0 or > MaximumEntries) break;
            return (position, count);
        }

        throw new InvalidDataException("no central directory");
    }

    private static (long Position, long Count) Directory64(FileStream file, long place)
    {
        if (place < 0 || place > file.Length - 56) throw new InvalidDataException("bad zip64 directory");
        var end = new byte[56];
        file.Position = place;
        file.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != End64Mark) throw new InvalidDataException("bad zip64 directory");
        return (BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(32)));
    }
}
