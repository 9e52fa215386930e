using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Vectors;

/// <summary>A part of a file in memory, for reading. It is unmapped when nobody holds it any more: a search may still be reading it when the file has grown.</summary>
internal sealed unsafe class MappedRange
{
    private readonly SafeMemoryMappedViewHandle _handle;
    private readonly byte* _start;

    public MappedRange(string path, long from, long length)
    {
        (From, Length) = (from, length);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        // The view outlives both the map and the file's handle.
        using var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var view = map.CreateViewAccessor(from, length, MemoryMappedFileAccess.Read);
        _handle = view.SafeMemoryMappedViewHandle;
        _handle.AcquirePointer(ref _start);
        _start += view.PointerOffset;
    }

    ~MappedRange() => _handle?.ReleasePointer();

    public long From { get; }

    public long Length { get; }

    /// <summary>The address of a place of the file.</summary>
    public byte* At(long place) => _start + (place - From);
}
