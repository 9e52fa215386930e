using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Vectors;

/// <summary>The whole changes of an index file from some place on.</summary>
/// <param name="Blocks">Their blocks of rows and removals, with the places where these begin.</param>
/// <param name="Marks">Where the index stands after each.</param>
/// <param name="Founding">Rows that came with the first of these changes.</param>
/// <param name="End">Where the last mark ends.</param>
internal sealed record IndexLog(IReadOnlyList<(long Place, BlockHeader Header)> Blocks, IReadOnlyList<IndexState> Marks, long Founding, long End)
{
    /// <summary>Reads the headers of a file's blocks as far as they are whole.</summary>
    public static IndexLog Read(string path, IndexHeader index, long from)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var (length, place) = (RandomAccess.GetLength(file), from);
        var (blocks, marks, founding, sure, end) = (new List<(long Place, BlockHeader Header)>(), new List<IndexState>(), 0L, 0, from);
        while (Next(file, place, length, index) is { } header)
        {
            if (header.Kind == BlockKind.Commit)
            {
                if (marks.Count == 0) founding = blocks.Where(block => block.Header.Kind == BlockKind.Rows).Sum(block => (long)block.Header.Count);
                marks.Add(header.State);
                (sure, end) = (blocks.Count, place + BlockHeader.Length);
            }
            else
            {
                blocks.Add((place, header));
            }

            place += BlockHeader.Length + header.BodyLength;
        }

        return new IndexLog(blocks[..sure], marks, founding, end);
    }

    private static BlockHeader? Next(SafeFileHandle file, long place, long length, IndexHeader index)
    {
        Span<byte> bytes = stackalloc byte[BlockHeader.Length];
        if (RandomAccess.Read(file, bytes, place) < bytes.Length || BlockHeader.Read(bytes) is not { } header) return null;
        var body = header.Kind switch
        {
            BlockKind.Rows => new BlockShape(header.Count, index.Dimension, Rotation.LengthOf(index.Dimension)).BodyLength,
            BlockKind.Removals => BlockShape.Whole(8L * header.Count),
            BlockKind.Commit => 0,
            _ => -1,
        };
        return header.Count >= 0 && body == header.BodyLength && place + BlockHeader.Length + body <= length ? header : null;
    }
}
