using System.Buffers.Binary;
using System.IO.Hashing;

namespace Vislumbre.Sources;

/// <summary>A zip's entry as it is unpacked: never more bytes than it says, and at the end the checksum must be the one it says.</summary>
internal sealed class CheckedStream(Stream inner, string name, long length, uint checksum) : Stream
{
    private readonly Crc32 _crc = new();
    private long _read;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _crc.Append(buffer[..count]);
        _read += count;
        if (_read > length) throw Damaged();
        if (count > 0 || buffer.Length == 0 || _ended) return count;
        _ended = true;
        if (_read != length || BinaryPrimitives.ReadUInt32LittleEndian(_crc.GetCurrentHash()) != checksum) throw Damaged();
        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private InvalidDataException Damaged() => new(Language.Say($"{name} in it is damaged.", $"{name} dentro dele está danificado."));
}
