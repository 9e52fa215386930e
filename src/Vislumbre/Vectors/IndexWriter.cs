using System.Buffers;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Vectors;

/// <summary>A change of an index: rows that come and rows that go, all or nothing. Not thread-safe.</summary>
public sealed unsafe class IndexWriter : IDisposable
{
    // Rows a block: large enough that headers are few, small enough that one fits in memory many times over.
    private const int BlockRows = 16384;
    private const int BlockBytes = 1 << 26;

    // Fewer groups a thread are coded sooner than a second thread has begun.
    private const int GroupsPerThread = 4;

    private readonly VectorIndex _index;
    private readonly RowCoder _coder;
    private readonly SafeFileHandle _file;
    private readonly int _capacity;
    private readonly long[] _ids;
    private readonly Half[] _numbers;
    private int _count;
    private long _end;

    internal IndexWriter(VectorIndex index)
    {
        _index = index;
        _coder = new RowCoder(index.Rotation, index.Header.Centre);
        _file = File.OpenHandle(index.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _end = index.End;
        // What a change that never ended has left there.
        if (RandomAccess.GetLength(_file) > _end) RandomAccess.SetLength(_file, _end);
        _capacity = Math.Clamp(BlockBytes / (2 * index.Dimension) / CodeLayout.GroupRows * CodeLayout.GroupRows, CodeLayout.GroupRows, BlockRows);
        _ids = ArrayPool<long>.Shared.Rent(_capacity);
        _numbers = ArrayPool<Half>.Shared.Rent(_capacity * index.Dimension);
    }

    /// <summary>Adds a row. Another row of the same id must have been removed before.</summary>
    /// <param name="id">Its id, from 0 on.</param>
    /// <param name="row">Its numbers, unit length where dot products are to be cosines; finite.</param>
    /// <exception cref="ArgumentException">The dimension differs, or a number is not finite.</exception>
    public void Append(long id, ReadOnlySpan<Half> row)
    {
        if (row.Length != _index.Dimension) throw new ArgumentException($"The row has {row.Length} numbers; rows have {_index.Dimension}.", nameof(row));
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        if (!IsFinite(row)) throw new ArgumentException($"The numbers of row {id} are not all finite.", nameof(row));
        if (_count == _capacity) WriteRows();
        _ids[_count] = id;
        row.CopyTo(_numbers.AsSpan(_count++ * _index.Dimension));
    }

    /// <summary>Removes the rows of some ids; those that are not there are passed over.</summary>
    public void Remove(ReadOnlySpan<long> ids)
    {
        if (ids.Length == 0) return;
        WriteRows();
        var body = new byte[BlockShape.Whole(8L * ids.Length)];
        var sorted = MemoryMarshal.Cast<byte, long>(body.AsSpan())[..ids.Length];
        ids.CopyTo(sorted);
        sorted.Sort(); // so that each block finds its own among them
        Write(new BlockHeader(BlockKind.Removals, ids.Length, body.Length, ScanChecksum: XxHash3.HashToUInt64(body)), body);
    }

    /// <summary>Makes the change happen: searches that begin from now on see it.</summary>
    /// <param name="state">Where the index stands with it.</param>
    /// <exception cref="IOException">It cannot be written, such as for want of room; nothing has changed.</exception>
    public void Commit(IndexState state)
    {
        WriteRows();
        // First what counts, then the mark that says so: the disk may write in any order.
        RandomAccess.FlushToDisk(_file);
        Write(new BlockHeader(BlockKind.Commit, 0, 0, state), []);
        RandomAccess.FlushToDisk(_file);
        _index.Refresh();
    }

    /// <summary>Ends it; what was not committed is gone.</summary>
    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(_ids);
        ArrayPool<Half>.Shared.Return(_numbers);
        _file.Dispose();
    }

    private void WriteRows()
    {
        if (_count == 0) return;
        var dimension = _index.Dimension;
        var shape = new BlockShape(_count, dimension, _index.Rotation.Length);
        var order = Order();
        var body = ArrayPool<byte>.Shared.Rent((int)shape.BodyLength);
        try
        {
            fixed (byte* start = body)
            {
                var address = start;
                new Span<byte>(start + shape.IdsAt, (int)(shape.BodyLength - shape.IdsAt)).Clear();
                var next = -1;
                SharedWork.Run(Math.Min(Environment.ProcessorCount, CodeLayout.Groups(_count) / GroupsPerThread), () =>
                {
                    for (var group = Interlocked.Increment(ref next); group < CodeLayout.Groups(_count); group = Interlocked.Increment(ref next)) CodeGroup(group);
                });

                void CodeGroup(int group)
                {
                    var (first, rows) = (group * CodeLayout.GroupRows, Math.Min(CodeLayout.GroupRows, _count - group * CodeLayout.GroupRows));
                    var numbers = new Span<Half>((Half*)(address + shape.NumbersAt) + (long)first * dimension, rows * dimension);
                    for (var row = 0; row < rows; row++)
                    {
                        var from = order?[first + row] ?? first + row;
                        ((long*)(address + shape.IdsAt))[first + row] = _ids[from];
                        _numbers.AsSpan(from * dimension, dimension).CopyTo(numbers[(row * dimension)..]);
                    }

                    _coder.Code(numbers, new Span<byte>(address + (long)group * shape.GroupLength, shape.GroupLength));
                }

                var ids = new ReadOnlySpan<long>(start + shape.IdsAt, _count);
                var header = new BlockHeader(BlockKind.Rows, _count, shape.BodyLength, default, RowBlock.ScanChecksum(start, shape), RowBlock.RowsChecksum(start, shape), ids[0], ids[^1]);
                Write(header, body.AsSpan(0, (int)shape.BodyLength));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }

        _count = 0;
    }

    // Ids ascend within a block, so that one can be looked up; they mostly come so.
    private int[]? Order()
    {
        var ascending = true;
        for (var i = 1; i < _count; i++) ascending &= _ids[i] > _ids[i - 1];
        if (ascending) return null;
        var order = Enumerable.Range(0, _count).ToArray();
        var sorted = _ids[.._count];
        Array.Sort(sorted, order);
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1]) throw new InvalidOperationException($"Row {sorted[i]} was added twice.");
        }

        return order;
    }

    // Infinity and what is no number have all bits of the exponent.
    private static bool IsFinite(ReadOnlySpan<Half> row)
    {
        const ushort Exponent = 0x7C00;
        var bits = MemoryMarshal.Cast<Half, ushort>(row);
        var (all, at) = (new Vector<ushort>(Exponent), 0);
        for (; at <= bits.Length - Vector<ushort>.Count; at += Vector<ushort>.Count)
        {
            if (Vector.EqualsAny(new Vector<ushort>(bits[at..]) & all, all)) return false;
        }

        for (; at < bits.Length; at++)
        {
            if ((bits[at] & Exponent) == Exponent) return false;
        }

        return true;
    }

    private void Write(BlockHeader header, ReadOnlySpan<byte> body)
    {
        Span<byte> bytes = stackalloc byte[BlockHeader.Length];
        header.Write(bytes);
        RandomAccess.Write(_file, bytes, _end);
        RandomAccess.Write(_file, body, _end + bytes.Length);
        _end += bytes.Length + header.BodyLength;
    }
}
