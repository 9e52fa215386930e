using NetVips;

namespace Vislumbre.Imaging;

/// <summary>Where a picture's bytes are: a file, or memory.</summary>
public sealed class PhotoSource
{
    private readonly string? _path;
    private readonly byte[]? _bytes;

    private PhotoSource(string? path, byte[]? bytes)
    {
        _path = path;
        _bytes = bytes;
    }

    /// <summary>A picture in a file.</summary>
    public static PhotoSource FromFile(string path) => new(path, null);

    /// <summary>A picture in memory: an upload, or one fetched from an address.</summary>
    public static PhotoSource FromBytes(byte[] bytes) => new(null, bytes);

    /// <summary>How many bytes there are.</summary>
    internal long Length => _bytes?.LongLength ?? new FileInfo(_path!).Length;

    /// <summary>The first bytes, as many as tell the kind.</summary>
    internal byte[] ReadHead(int count)
    {
        if (_bytes is not null) return _bytes[..Math.Min(count, _bytes.Length)];
        using var file = File.OpenRead(_path!);
        var head = new byte[count];
        return head[..file.ReadAtLeast(head, count, throwOnEndOfStream: false)];
    }

    internal byte[] ReadAll() => _bytes ?? File.ReadAllBytes(_path!);

    internal Stream OpenRead() => _bytes is not null ? new MemoryStream(_bytes) : new FileStream(_path!, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    internal Source OpenVips() => _bytes is not null ? Source.NewFromMemory(_bytes) : Source.NewFromFile(_path!);
}
