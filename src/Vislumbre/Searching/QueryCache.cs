using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vislumbre.Searching;

/// <summary>
/// Embeddings of words that were asked before: in memory, and in a file beside the index so that the next process has them too. Derived: what is cut
/// short or damaged ends the reading, and a file that cannot be written is done without. It holds hashes of words, not the words. Thread-safe.
/// </summary>
/// <remarks>The file is a row of records: the key (16 bytes), the numbers (single precision, little-endian), the XxHash3 of both (8).</remarks>
/// <param name="path">The file.</param>
/// <param name="dimension">Numbers an embedding.</param>
internal sealed class QueryCache(string path, int dimension)
{
    /// <summary>How many are kept; then the older half is forgotten.</summary>
    public const int Most = 4096;

    private const int KeyLength = 16, SumLength = 8;
    private readonly Lock _gate = new();
    private readonly int _length = KeyLength + 4 * dimension + SumLength;
    private Dictionary<UInt128, float[]>? _known;
    private List<UInt128> _order = [];

    /// <summary>What was kept for words; null where nothing was.</summary>
    public float[]? Find(string words)
    {
        lock (_gate) return Known().GetValueOrDefault(Key(words))?.ToArray();
    }

    /// <summary>Keeps an embedding for words.</summary>
    public void Keep(string words, ReadOnlySpan<float> embedding)
    {
        var key = Key(words);
        lock (_gate)
        {
            if (!Known().TryAdd(key, embedding.ToArray())) return;
            _order.Add(key);
            if (_order.Count <= Most) Write(FileMode.Append, [key]);
            else Forget();
        }
    }

    private void Forget()
    {
        foreach (var old in _order[..(Most / 2)]) _known!.Remove(old);
        _order = _order[(Most / 2)..];
        Write(FileMode.Create, _order);
    }

    private Dictionary<UInt128, float[]> Known()
    {
        if (_known is not null) return _known;
        _known = [];
        var bytes = Read();
        for (var at = 0; at + _length <= bytes.Length; at += _length)
        {
            var record = bytes.AsSpan(at, _length);
            if (!XxHash3.Hash(record[..^SumLength]).AsSpan().SequenceEqual(record[^SumLength..])) break;
            var key = MemoryMarshal.Read<UInt128>(record);
            // Two processes may have kept the same.
            if (_known.TryAdd(key, MemoryMarshal.Cast<byte, float>(record[KeyLength..^SumLength]).ToArray())) _order.Add(key);
        }

        // What follows damage would be lost behind it for ever.
        if (bytes.Length != _order.Count * _length || _order.Count > Most) Write(FileMode.Create, _order);
        return _known;
    }

    private byte[] Read()
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Write(FileMode mode, List<UInt128> keys)
    {
        try
        {
            var bytes = new byte[keys.Count * _length];
            for (var i = 0; i < keys.Count; i++)
            {
                var record = bytes.AsSpan(i * _length, _length);
                MemoryMarshal.Write(record, keys[i]);
                _known![keys[i]].CopyTo(MemoryMarshal.Cast<byte, float>(record[KeyLength..^SumLength]));
                XxHash3.Hash(record[..^SumLength], record[^SumLength..]);
            }

            // One write: two processes' records do not mix, and one that is killed leaves at most a piece at the end.
            using var file = new FileStream(path, mode, FileAccess.Write, FileShare.Read, 0);
            file.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A library that can only be read, or another process writes now: it costs the tower once more.
        }
    }

    private static UInt128 Key(string words) => MemoryMarshal.Read<UInt128>(SHA256.HashData(MemoryMarshal.AsBytes(words.AsSpan())));
}
