using System.Buffers;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Features;

/// <summary>
/// Reads a matrix of fractions from a NumPy .npy file (versions 1 to 3; float16, float32 and float64 of either byte order; rows or columns
/// first), any block of rows at a time, with memory that does not grow with the file.
/// </summary>
public sealed class NpyReader : IDisposable
{
    // Numbers that are read at once where they must be converted: 512 KB of float64, so that they stay in the second cache.
    private const int Piece = 1 << 16;

    private readonly SafeFileHandle _handle;
    private readonly NpyHeader _header;

    private NpyReader(string path, SafeFileHandle handle, NpyHeader header) => (Path, _handle, _header) = (path, handle, header);

    private delegate void Conversion<T>(Span<byte> stored, Span<T> numbers);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Rows; zero or more.</summary>
    public long Rows => _header.Rows;

    /// <summary>Numbers a row, from 1 to 65,536.</summary>
    public int Columns => _header.Columns;

    /// <summary>The bits of a stored number.</summary>
    public FeaturePrecision Precision => _header.Precision;

    /// <summary>Opens a file and checks that it is whole; the numbers are not touched yet.</summary>
    /// <exception cref="FeatureFileException">It is absent, cannot be read, is cut short or too long, or is no matrix of fractions.</exception>
    public static NpyReader Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new NpyReader(path, handle, NpyHeader.Read(path, handle));
        }
        catch (Exception e)
        {
            handle?.Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException) throw FeatureFileException.Unreadable(path, e);
            throw;
        }
    }

    /// <summary>Reads rows in half precision: float16 bit for bit, wider numbers rounded to the nearest.</summary>
    /// <param name="row">The first row, from 0.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="into">Where to, row after row: at least <paramref name="count"/> × <see cref="Columns"/> numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows, or no room for them.</exception>
    /// <exception cref="FeatureFileException">The file cannot be read any more.</exception>
    public void Read(long row, int count, Span<Half> into) => Read(row, count, into, ToHalf);

    /// <summary>Reads rows in single precision: float16 and float32 exactly, float64 rounded to the nearest.</summary>
    /// <inheritdoc cref="Read(long, int, Span{Half})"/>
    public void Read(long row, int count, Span<float> into) => Read(row, count, into, ToSingle);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void Read<T>(long row, int count, Span<T> into, Conversion<T> convert) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows - row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * Columns, into.Length, nameof(into));
        into = into[..(count * Columns)];
        if (_header.FortranOrder) ReadColumns(row, count, into, convert);
        else ReadRows(row * Columns, into, convert);
    }

    private void ReadRows<T>(long first, Span<T> into, Conversion<T> convert) where T : unmanaged
    {
        if (typeof(T) == typeof(Half) && Precision == FeaturePrecision.Bits16 && !_header.BigEndian)
        {
            Fill(first, MemoryMarshal.AsBytes(into));
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(Piece, into.Length) * _header.ItemSize);
        for (var done = 0; done < into.Length; done += Piece)
        {
            var part = into[done..Math.Min(done + Piece, into.Length)];
            var stored = buffer.AsSpan(0, part.Length * _header.ItemSize);
            Fill(first + done, stored);
            convert(stored, part);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    // The rows' part of each column stands in one piece; it is read, converted and laid across the rows.
    private void ReadColumns<T>(long row, int count, Span<T> into, Conversion<T> convert) where T : unmanaged
    {
        var length = Math.Min(Piece, count);
        var buffer = ArrayPool<byte>.Shared.Rent(length * _header.ItemSize);
        var numbers = ArrayPool<T>.Shared.Rent(length);
        for (var column = 0; column < Columns; column++)
        {
            for (var done = 0; done < count; done += length)
            {
                var part = numbers.AsSpan(0, Math.Min(length, count - done));
                var stored = buffer.AsSpan(0, part.Length * _header.ItemSize);
                Fill(column * Rows + row + done, stored);
                convert(stored, part);
                for (var i = 0; i < part.Length; i++) into[(done + i) * Columns + column] = part[i];
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        ArrayPool<T>.Shared.Return(numbers);
    }

    private void Fill(long first, Span<byte> bytes)
    {
        try
        {
            for (var offset = _header.Start + first * _header.ItemSize; bytes.Length > 0;)
            {
                var count = RandomAccess.Read(_handle, bytes, offset);
                if (count == 0) throw FeatureFileException.Of(Path, "became shorter while it was read", "encolheu enquanto era lido");
                bytes = bytes[count..];
                offset += count;
            }
        }
        catch (IOException e)
        {
            throw FeatureFileException.Unreadable(Path, e);
        }
    }

    private void ToHalf(Span<byte> stored, Span<Half> numbers)
    {
        TurnBytes(stored);
        if (Precision == FeaturePrecision.Bits16) MemoryMarshal.Cast<byte, Half>(stored).CopyTo(numbers);
        else if (Precision == FeaturePrecision.Bits32) TensorPrimitives.ConvertToHalf(MemoryMarshal.Cast<byte, float>(stored), numbers);
        else
        {
            // Straight from float64: by way of float32 it would be rounded twice.
            var wide = MemoryMarshal.Cast<byte, double>(stored);
            for (var i = 0; i < wide.Length; i++) numbers[i] = (Half)wide[i];
        }
    }

    private void ToSingle(Span<byte> stored, Span<float> numbers)
    {
        TurnBytes(stored);
        if (Precision == FeaturePrecision.Bits16) TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(stored), numbers);
        else if (Precision == FeaturePrecision.Bits32) MemoryMarshal.Cast<byte, float>(stored).CopyTo(numbers);
        else
        {
            var wide = MemoryMarshal.Cast<byte, double>(stored);
            for (var i = 0; i < wide.Length; i++) numbers[i] = (float)wide[i];
        }
    }

    private void TurnBytes(Span<byte> stored)
    {
        if (!_header.BigEndian) return;
        if (Precision == FeaturePrecision.Bits16) Turn(MemoryMarshal.Cast<byte, ushort>(stored));
        else if (Precision == FeaturePrecision.Bits32) Turn(MemoryMarshal.Cast<byte, uint>(stored));
        else Turn(MemoryMarshal.Cast<byte, ulong>(stored));
    }

    private static void Turn(Span<ushort> words) => BinaryPrimitives.ReverseEndianness(words, words);

    private static void Turn(Span<uint> words) => BinaryPrimitives.ReverseEndianness(words, words);

    private static void Turn(Span<ulong> words) => BinaryPrimitives.ReverseEndianness(words, words);
}
