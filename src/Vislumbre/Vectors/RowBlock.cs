using System.IO.Hashing;

namespace Vislumbre.Vectors;

/// <summary>A block of rows in memory. Immutable but for the note that it was checked.</summary>
internal sealed unsafe class RowBlock
{
    private readonly MappedRange _range; // holds the memory
    private readonly BlockHeader _header;
    private readonly long _place;
    private readonly string _path;
    private readonly ulong[]? _removed;
    private volatile bool _isChecked;

    public RowBlock(MappedRange range, BlockHeader header, long place, BlockShape shape, string path, ulong[]? removed = null)
    {
        (_range, _header, _place, Shape, _path, _removed) = (range, header, place, shape, path, removed);
        Codes = range.At(place + BlockHeader.Length);
        Ids = (long*)(Codes + shape.IdsAt);
        Numbers = (Half*)(Codes + shape.NumbersAt);
        MemoryAdvice.Rows(Numbers, 2L * shape.Rows * shape.Dimension);
        Live = shape.Rows - (removed is null ? 0 : removed.Sum(word => (int)ulong.PopCount(word)));
    }

    public BlockShape Shape { get; }

    public byte* Codes { get; }

    /// <summary>The rows' ids, ascending.</summary>
    public long* Ids { get; }

    public Half* Numbers { get; }

    /// <summary>Rows that are still there.</summary>
    public int Live { get; }

    public long MinimumId => _header.MinimumId;

    public long MaximumId => _header.MaximumId;

    public Half* Row(int row) => Numbers + (long)row * Shape.Dimension;

    public bool IsRemoved(int row) => _removed is not null && (_removed[row / 64] >> (row % 64) & 1) == 1;

    /// <summary>The row of an id that is still there; −1 where there is none.</summary>
    public int Find(long id)
    {
        if (id < MinimumId || id > MaximumId) return -1;
        var row = new ReadOnlySpan<long>(Ids, Shape.Rows).BinarySearch(id);
        return row >= 0 && !IsRemoved(row) ? row : -1;
    }

    /// <summary>The same block with some rows removed.</summary>
    public RowBlock Without(IReadOnlyCollection<int> rows)
    {
        var removed = _removed is null ? new ulong[(Shape.Rows + 63) / 64] : [.. _removed];
        foreach (var row in rows) removed[row / 64] |= 1UL << (row % 64);
        return new RowBlock(_range, _header, _place, Shape, _path, removed) { _isChecked = _isChecked };
    }

    /// <summary>The same block in another part of memory.</summary>
    public RowBlock In(MappedRange range) => new(range, _header, _place, Shape, _path, _removed) { _isChecked = _isChecked };

    /// <summary>Whether the block lies in a part of memory.</summary>
    public bool IsIn(MappedRange range) => _range == range;

    /// <summary>Makes sure, once, that codes and ids are what was written.</summary>
    /// <exception cref="IndexDamageException">They are not.</exception>
    public void Check()
    {
        if (_isChecked) return;
        MemoryAdvice.All(Codes, Shape.NumbersAt);
        if (ScanChecksum(Codes, Shape) != _header.ScanChecksum) throw new IndexDamageException(_path);
        _isChecked = true;
    }

    /// <summary>Makes sure that the numbers are what was written.</summary>
    /// <exception cref="IndexDamageException">They are not.</exception>
    public void CheckNumbers()
    {
        if (RowsChecksum(Codes, Shape) != _header.RowsChecksum) throw new IndexDamageException(_path);
    }

    public static ulong ScanChecksum(byte* body, BlockShape shape) => XxHash3.HashToUInt64(new ReadOnlySpan<byte>(body, (int)shape.NumbersAt));

    public static ulong RowsChecksum(byte* body, BlockShape shape) => XxHash3.HashToUInt64(new ReadOnlySpan<byte>(body + shape.NumbersAt, (int)(shape.BodyLength - shape.NumbersAt)));
}
