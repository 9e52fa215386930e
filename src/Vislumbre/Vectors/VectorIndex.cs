using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Vislumbre.Vectors;

/// <summary>
/// Rows with ids in a file, and answers to "nearest k": a bit a number is compared for every row (RaBitQ: Gao and Long, SIGMOD 2024), and
/// the stored numbers of those that may be among the best. Thread-safe; one process writes at a time (<see cref="Write"/>).
/// </summary>
/// <remarks>
/// The file is a log: a header, then blocks of rows and of removals, each with checksums, and after each change a mark. What follows the
/// last whole mark does not count, so a crash at any byte of a write leaves the state before it.
/// </remarks>
public sealed unsafe class VectorIndex
{
    // By how many deviations of its estimate a row may be underestimated before it is lost: of a normal error once in some hundred and fifty.
    private const float Caution = 2.5f;

    /// <summary>The most numbers a row.</summary>
    public const int MaximumDimension = 8192;

    private readonly Lock _gate = new();
    private IReadOnlyList<MappedRange> _ranges = [];
    private volatile IndexSnapshot _snapshot;
    private long _founding; // rows of the first change

    private VectorIndex(string path, IndexHeader header)
    {
        (Path, Header, End) = (path, header, header.Length);
        Rotation = new Rotation(header.Dimension, header.Seed);
        _snapshot = new IndexSnapshot([], default);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Numbers a row.</summary>
    public int Dimension => Header.Dimension;

    /// <summary>Rows that are there.</summary>
    public long Count => _snapshot.Count;

    /// <summary>Rows that were removed and still take room until <see cref="Compact"/>.</summary>
    public long Removed => _snapshot.Rows - _snapshot.Count;

    /// <summary>Blocks of rows: many small ones take longer to search than few large ones.</summary>
    public int Blocks => _snapshot.Blocks.Count;

    /// <summary>Whether writing it anew is worth its time: much was removed, or most came after the centre was chosen, in small blocks.</summary>
    public bool WantsCompaction => Removed > Math.Max(4096, Count / 4) || Count > Math.Max(4096, 4 * _founding) || (Blocks > 64 && Count / Blocks < 2048);

    /// <summary>Where it stands.</summary>
    public IndexState State => _snapshot.State;

    /// <summary>Bytes of a row that every search reads.</summary>
    public double ScannedBytesPerRow => CodeLayout.GroupLength(Rotation.Length) / (double)CodeLayout.GroupRows;

    /// <summary>Bytes of a row's stored numbers.</summary>
    public int StoredBytesPerRow => 2 * Dimension;

    internal IndexHeader Header { get; }

    internal Rotation Rotation { get; }

    /// <summary>Where the last mark ends.</summary>
    internal long End { get; private set; }

    /// <summary>Makes an empty index.</summary>
    /// <param name="path">A file that is not there yet.</param>
    /// <param name="dimension">Numbers a row.</param>
    /// <param name="tag">What the rows are of, such as a model's hash: at most 32 bytes.</param>
    /// <param name="centre">About the mean of the rows that will come: the nearer, the surer the codes. Empty for none.</param>
    /// <exception cref="ArgumentException">The tag is too long, or the centre has another dimension.</exception>
    public static VectorIndex Create(string path, int dimension, ReadOnlySpan<byte> tag, ReadOnlySpan<float> centre)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaximumDimension);
        if (tag.Length > IndexHeader.TagLength) throw new ArgumentException($"The tag has {tag.Length} bytes; {IndexHeader.TagLength} is the most.", nameof(tag));
        if (centre.Length is not 0 && centre.Length != dimension) throw new ArgumentException($"The centre has {centre.Length} numbers; rows have {dimension}.", nameof(centre));
        var header = new IndexHeader(dimension, 0x5EED, new byte[IndexHeader.TagLength], new float[dimension]);
        tag.CopyTo(header.Tag);
        centre.CopyTo(header.Centre);
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1)) file.Write(header.ToBytes());
        return new VectorIndex(path, header);
    }

    /// <summary>Opens an index; null where it is absent, of another kind, dimension or tag, or what it begins with is damaged: it is derived, so make it again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimension">Numbers a row.</param>
    /// <param name="tag">What the rows must be of.</param>
    public static VectorIndex? TryOpen(string path, int dimension, ReadOnlySpan<byte> tag)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            if (IndexHeader.Read(file) is not { } header || header.Dimension != dimension || !header.Tag.AsSpan().StartsWith(tag)) return null;
            var index = new VectorIndex(path, header);
            index.Refresh();
            return index;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexDamageException)
        {
            return null;
        }
    }

    /// <summary>Takes up what was written since, by this process or another.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var log = IndexLog.Read(Path, Header, End);
            if (log.Marks.Count == 0) return;
            var (from, ranges, blocks) = (End, _ranges.ToList(), _snapshot.Blocks.ToList());
            // Ranges double in size, so that there are few, and what is large is not mapped again for what is small.
            while (ranges.Count > 0 && ranges[^1].Length <= log.End - from)
            {
                from = ranges[^1].From;
                ranges.RemoveAt(ranges.Count - 1);
            }

            var range = new MappedRange(Path, from, log.End - from);
            ranges.Add(range);
            for (var i = 0; i < blocks.Count; i++)
            {
                if (!ranges.Any(blocks[i].IsIn)) blocks[i] = blocks[i].In(range);
            }

            foreach (var (place, header) in log.Blocks)
            {
                if (header.Kind == BlockKind.Rows) blocks.Add(new RowBlock(range, header, place, new BlockShape(header.Count, Dimension, Rotation.Length), Path));
                else Remove(blocks, Ids(range.At(place + BlockHeader.Length), header));
            }

            // Nothing is taken up before all of it is known to be whole.
            if (End == Header.Length) _founding = log.Founding;
            (_ranges, End) = (ranges, log.End);
            _snapshot = new IndexSnapshot(blocks, log.Marks[^1]);
        }
    }

    /// <summary>Begins a change. The caller sees to it that nobody else writes.</summary>
    public IndexWriter Write()
    {
        Refresh();
        return new IndexWriter(this);
    }

    /// <summary>The k rows whose dot product with the query is largest, best first; all of them where there are fewer.</summary>
    /// <param name="query">The query, unit length, of the same dimension.</param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="among">The ids that may be found; all where null. Asked within the scan: k of them come where there are so many.</param>
    /// <param name="tally">Counts what was read.</param>
    /// <param name="cancellationToken">Asked every few microseconds.</param>
    /// <exception cref="ArgumentException">The dimension differs, or a number is not finite.</exception>
    /// <exception cref="IndexDamageException">The file is not what was written.</exception>
    public Neighbour[] Search(ReadOnlyMemory<float> query, int k, IdSet? among = null, SearchTally? tally = null, CancellationToken cancellationToken = default) =>
        SearchMany([query], k, among, tally, cancellationToken)[0];

    /// <summary>The nearest rows of several queries, which share a scan.</summary>
    /// <param name="queries">The queries, unit length, of the same dimension.</param>
    /// <param name="k">How many each, at least 1.</param>
    /// <param name="among">The ids that may be found; all where null.</param>
    /// <param name="tally">Counts what was read.</param>
    /// <param name="cancellationToken">Asked every few microseconds.</param>
    /// <exception cref="ArgumentException">The dimension differs.</exception>
    /// <exception cref="IndexDamageException">The file is not what was written.</exception>
    public Neighbour[][] SearchMany(IReadOnlyList<ReadOnlyMemory<float>> queries, int k, IdSet? among = null, SearchTally? tally = null, CancellationToken cancellationToken = default)
    {
        foreach (var query in queries) Check(query, k);
        return ScanTurns.Run(threads => new SnapshotSearch(_snapshot, k, among, tally, threads, cancellationToken).Nearest(queries, query => new ScanTable(query.Span, Header.Centre, Rotation, Caution)), cancellationToken);
    }

    /// <summary>The same by the stored numbers of every row: slow, and what <see cref="Search"/> is judged by.</summary>
    public Neighbour[] SearchExactly(ReadOnlyMemory<float> query, int k, IdSet? among = null, CancellationToken cancellationToken = default)
    {
        Check(query, k);
        return ScanTurns.Run(threads => new SnapshotSearch(_snapshot, k, among, null, threads, cancellationToken).Exactly(query), cancellationToken);
    }

    /// <summary>Reads everything and compares it with its checksums.</summary>
    /// <exception cref="IndexDamageException">Something is not what was written.</exception>
    public void Verify(CancellationToken cancellationToken = default)
    {
        var snapshot = _snapshot;
        foreach (var block in snapshot.Blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Check();
            block.CheckNumbers();
        }

        GC.KeepAlive(snapshot);
    }

    /// <summary>Writes the rows that are there into a new file, in the order of their ids, centred anew.</summary>
    /// <param name="path">A file that is not there yet; it appears when it is whole.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="IndexDamageException">Something is not what was written.</exception>
    public VectorIndex Compact(string path, CancellationToken cancellationToken = default)
    {
        var snapshot = _snapshot;
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var compact = Create(temporary, Dimension, Header.Tag, CentreOf(snapshot));
            using (var writer = compact.Write())
            {
                foreach (var block in snapshot.Blocks.OrderBy(block => block.MinimumId))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    block.Check();
                    block.CheckNumbers();
                    for (var row = 0; row < block.Shape.Rows; row++)
                    {
                        if (!block.IsRemoved(row)) writer.Append(block.Ids[row], new ReadOnlySpan<Half>(block.Row(row), Dimension));
                    }
                }

                writer.Commit(snapshot.State);
            }

            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            File.Delete(temporary);
        }

        GC.KeepAlive(snapshot);
        return TryOpen(path, Dimension, Header.Tag) ?? throw new IndexDamageException(path);
    }

    /// <summary>Reads codes and factors as fast as memory gives them: what a scan is measured against.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="parts">Of how many.</param>
    internal ulong ReadCodes(int part, int parts)
    {
        var (snapshot, sum) = (_snapshot, Vector256<ulong>.Zero);
        for (var run = snapshot.Runs.Count * part / parts; run < snapshot.Runs.Count * (part + 1) / parts; run++)
        {
            var block = snapshot.Blocks[snapshot.Runs[run].Block];
            var at = block.Codes + snapshot.Runs[run].First / CodeLayout.GroupRows * block.Shape.GroupLength;
            for (var end = at + CodeLayout.Groups(snapshot.Runs[run].Rows) * block.Shape.GroupLength; at < end; at += 64)
                sum ^= Vector256.Load((ulong*)at) ^ Vector256.Load((ulong*)(at + 32));
        }

        GC.KeepAlive(snapshot);
        return Vector256.Sum(sum);
    }

    // What more rows would change is less than a code can tell.
    private float[] CentreOf(IndexSnapshot snapshot)
    {
        var (centre, step) = (new RowMean(Dimension), Math.Max(1, snapshot.Rows / RowMean.Enough));
        foreach (var block in snapshot.Blocks)
        {
            for (long at = 0; at < block.Shape.Rows; at += step) centre.Add(new ReadOnlySpan<Half>(block.Row((int)at), Dimension));
        }

        return centre.Value;
    }

    private static void Remove(List<RowBlock> blocks, ReadOnlySpan<long> ids)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var (rows, first) = (new List<int>(), ids.BinarySearch(blocks[i].MinimumId));
            for (var at = first < 0 ? ~first : first; at < ids.Length && ids[at] <= blocks[i].MaximumId; at++)
            {
                if (blocks[i].Find(ids[at]) is >= 0 and var row) rows.Add(row);
            }

            if (rows.Count > 0) blocks[i] = blocks[i].Without(rows);
        }
    }

    private ReadOnlySpan<long> Ids(byte* body, BlockHeader header)
    {
        if (XxHash3.HashToUInt64(new ReadOnlySpan<byte>(body, (int)header.BodyLength)) != header.ScanChecksum) throw new IndexDamageException(Path);
        return new ReadOnlySpan<long>(body, header.Count);
    }

    private void Check(ReadOnlyMemory<float> query, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (query.Length != Dimension) throw new ArgumentException($"The query has {query.Length} numbers; rows have {Dimension}.", nameof(query));
        if (!float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(query.Span))) throw new ArgumentException("The query's numbers are not all finite.", nameof(query));
    }
}
