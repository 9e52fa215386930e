using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Vislumbre.Features;

/// <summary>
/// Writes a matrix as NumPy does (.npy, version 1.0, little-endian, rows one after another), row by row; the file has its name only once
/// it is whole.
/// </summary>
public sealed class NpyWriter : IDisposable
{
    private const int Alignment = 64;
    private readonly WholeFile _file;
    private readonly byte[] _row;
    private long _written;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where; its folder must be there.</param>
    /// <param name="rows">How many rows will come, zero or more.</param>
    /// <param name="columns">Numbers a row, from 1 to 65,536.</param>
    /// <param name="precision">16 or 32 bits a number.</param>
    /// <exception cref="FeatureFileException">It cannot be written there.</exception>
    public NpyWriter(string path, long rows, int columns, FeaturePrecision precision = FeaturePrecision.Bits16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, NpyHeader.MostColumns);
        if (precision is not (FeaturePrecision.Bits16 or FeaturePrecision.Bits32)) throw new ArgumentOutOfRangeException(nameof(precision));
        (Rows, Columns, Precision) = (rows, columns, precision);
        _row = new byte[columns * ((int)precision / 8)];
        _file = new WholeFile(path);
        _file.Stream.Write(Header());
    }

    /// <summary>Rows that are to come.</summary>
    public long Rows { get; }

    /// <summary>Numbers a row.</summary>
    public int Columns { get; }

    /// <summary>The bits of a number.</summary>
    public FeaturePrecision Precision { get; }

    /// <summary>Writes the next row: bit for bit in half precision, widened exactly in single.</summary>
    /// <param name="row">As many numbers as there are columns.</param>
    public void Append(ReadOnlySpan<Half> row)
    {
        Expect(row.Length);
        if (Precision == FeaturePrecision.Bits16) MemoryMarshal.AsBytes(row).CopyTo(_row);
        else TensorPrimitives.ConvertToSingle(row, MemoryMarshal.Cast<byte, float>(_row.AsSpan()));
        _file.Stream.Write(_row);
    }

    /// <summary>Writes the next row: rounded to the nearest in half precision, bit for bit in single.</summary>
    /// <param name="row">As many numbers as there are columns.</param>
    public void Append(ReadOnlySpan<float> row)
    {
        Expect(row.Length);
        if (Precision == FeaturePrecision.Bits32) MemoryMarshal.AsBytes(row).CopyTo(_row);
        else TensorPrimitives.ConvertToHalf(row, MemoryMarshal.Cast<byte, Half>(_row.AsSpan()));
        _file.Stream.Write(_row);
    }

    /// <summary>Gives the file its name, in place of one that had it.</summary>
    /// <exception cref="InvalidOperationException">Fewer rows came than were announced.</exception>
    public void Complete()
    {
        Close();
        Name();
    }

    /// <summary>Throws the file away unless it is complete.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Brings all rows to the disk, without giving the file its name yet.</summary>
    internal void Close()
    {
        if (_written != Rows) throw new InvalidOperationException($"{Rows} rows were announced and {_written} came.");
        _file.Close();
    }

    /// <summary>Gives the closed file its name.</summary>
    internal void Name() => _file.Name();

    private void Expect(int length)
    {
        if (length != Columns) throw new ArgumentException($"A row has {Columns} numbers, not {length}.");
        if (_written == Rows) throw new InvalidOperationException($"{Rows} rows were announced and more came.");
        _written++;
    }

    private byte[] Header()
    {
        var dictionary = $"{{'descr': '<f{(int)Precision / 8}', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}";
        var length = (NpyHeader.Magic.Length + 4 + dictionary.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var text = dictionary.PadRight(length - 11) + "\n";
        return [.. NpyHeader.Magic, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. System.Text.Encoding.ASCII.GetBytes(text)];
    }
}
