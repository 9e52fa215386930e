using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Vectors;

/// <summary>
/// Rows of half-precision numbers with their ids, mapped from a file. Layout, little-endian: 8 bytes of magic, the dimension (4), zero (4),
/// the number of rows (8), zeros up to byte 64; the ids (8 each); the rows (2 × dimension each).
/// </summary>
public sealed unsafe class VectorFile : IDisposable
{
    private const int HeaderLength = 64;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _handle;
    private readonly byte* _start;

    private VectorFile(string path, int dimension, long count)
    {
        (Dimension, Count) = (dimension, count);
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _handle = _view.SafeMemoryMappedViewHandle;
        _handle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    private static ReadOnlySpan<byte> Magic => "VISLVEC1"u8;

    /// <summary>Numbers a row.</summary>
    public int Dimension { get; }

    /// <summary>Rows.</summary>
    public long Count { get; }

    /// <summary>Opens a file; null where it is absent, cut short or of another kind: it is derived, so make it again.</summary>
    public static VectorFile? TryOpen(string path)
    {
        try
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            long length;
            using (var file = File.OpenRead(path))
            {
                length = file.Length;
                if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) return null;
            }

            var dimension = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            var count = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
            if (!header.StartsWith(Magic) || dimension is <= 0 or > 1 << 16 || count < 0 || count > (length - HeaderLength) / (8 + 2L * dimension)) return null;
            return HeaderLength + count * (8 + 2L * dimension) == length ? new VectorFile(path, dimension, count) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">Where.</param>
    /// <param name="dimension">Numbers a row.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="rows">The rows, half precision, in the order of the ids.</param>
    public static void Write(string path, int dimension, ReadOnlySpan<long> ids, IEnumerable<ReadOnlyMemory<byte>> rows)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            header.Clear();
            Magic.CopyTo(header);
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], dimension);
            BinaryPrimitives.WriteInt64LittleEndian(header[16..], ids.Length);
            file.Write(header);
            file.Write(MemoryMarshal.AsBytes(ids));
            foreach (var row in rows) file.Write(row.Span);
            if (file.Length != HeaderLength + ids.Length * (8 + 2L * dimension))
                throw new InvalidOperationException("The rows are not as many, or not as long, as the ids and the dimension say.");
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The id of a row.</summary>
    public long Id(long row) => ((long*)(_start + HeaderLength))[row];

    /// <summary>Consecutive rows.</summary>
    public ReadOnlySpan<Half> Rows(long first, int count) =>
        new(_start + HeaderLength + Count * 8 + first * Dimension * 2, count * Dimension);

    /// <summary>Unmaps one that nobody holds any more: searches may still read it when a newer one takes its place.</summary>
    ~VectorFile() => _handle?.ReleasePointer();

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _handle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }
}
