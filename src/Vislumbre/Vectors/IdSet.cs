using System.Numerics;

namespace Vislumbre.Vectors;

/// <summary>A set of ids as bits: whether one is in it costs one look.</summary>
public sealed class IdSet
{
    private readonly ulong[] _bits;

    /// <summary>Makes one.</summary>
    /// <param name="ids">From 0 on; they should not be far apart, since each up to the largest takes a bit.</param>
    public IdSet(IReadOnlyCollection<long> ids)
    {
        _bits = new ulong[ids.Count == 0 ? 0 : ids.Max() / 64 + 1];
        foreach (var id in ids)
        {
            var (word, bit) = ((int)(id / 64), 1UL << (int)(id % 64));
            if ((_bits[word] & bit) == 0) Count++;
            _bits[word] |= bit;
        }
    }

    private IdSet(long last)
    {
        _bits = new ulong[last / 64 + 1];
        Array.Fill(_bits, ulong.MaxValue);
        _bits[^1] = ulong.MaxValue >> (int)(63 - last % 64);
        Count = last + 1;
        Prefix = last;
    }

    /// <summary>All ids from 0 to one, which is included.</summary>
    public static IdSet Through(long last) => last < 0 ? new IdSet([]) : new IdSet(last);

    /// <summary>The last id where it was made as all ids up to one; null else.</summary>
    public long? Prefix { get; }

    /// <summary>How many ids are in it.</summary>
    public long Count { get; }

    /// <summary>Whether an id is in it.</summary>
    public bool Contains(long id) => (ulong)id / 64 < (ulong)_bits.Length && (_bits[id / 64] & (1UL << (int)(id % 64))) != 0;

    /// <summary>The ids from one to another, both included, ascending.</summary>
    public IEnumerable<long> Between(long low, long high)
    {
        low = Math.Max(low, 0);
        for (var word = low / 64; word < _bits.Length && word <= high / 64; word++)
        {
            var bits = _bits[word];
            if (word == low / 64) bits &= ulong.MaxValue << (int)(low % 64);
            for (; bits != 0; bits &= bits - 1)
            {
                var id = word * 64 + BitOperations.TrailingZeroCount(bits);
                if (id > high) yield break;
                yield return id;
            }
        }
    }
}
