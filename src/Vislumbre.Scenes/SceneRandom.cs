namespace Vislumbre.Scenes;

/// <summary>Random numbers that are the same on every machine and in every version: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal sealed class SceneRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator for one part of a whole, independent of how many numbers the other parts draw.</summary>
    public static SceneRandom For(ulong seed, ulong part) => new(Mix(Mix(seed + 0x9E3779B97F4A7C15) ^ Mix(part + 0xD1B54A32D192ED03)));

    /// <summary>A generator that goes on with the same numbers.</summary>
    public SceneRandom Copy() => new(_state);

    public ulong Next64() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>At least 0, below 1.</summary>
    public float Unit() => (Next64() >> 40) * (1f / (1 << 24));

    public float Between(float low, float high) => low + (high - low) * Unit();

    /// <summary>At least 0, below the bound.</summary>
    public int Below(int bound) => (int)((Next64() >> 33) % (ulong)bound);

    public bool Chance(float probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Picks by weights, which need not add up to anything.</summary>
    public T Pick<T>(IReadOnlyList<(T Item, float Weight)> items)
    {
        var left = Unit() * items.Sum(item => item.Weight);
        foreach (var (item, weight) in items)
        {
            if ((left -= weight) < 0)
                return item;
        }

        return items[^1].Item;
    }

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
