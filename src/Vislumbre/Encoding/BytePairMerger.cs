using System.Collections.Concurrent;
using System.Globalization;

namespace Vislumbre.Encoding;

/// <summary>Merges the symbols of a word by rank until no known pair is left.</summary>
internal sealed class BytePairMerger(TokenizerFile file)
{
    // Words repeat; a bound keeps a hostile stream of new ones from eating memory.
    private const int CacheSize = 20_000;
    private readonly ConcurrentDictionary<string, int[]> _cache = new();

    /// <summary>Appends a word's ids.</summary>
    public void Encode(string word, List<int> ids)
    {
        if (word.Length == 0) return;
        if (!_cache.TryGetValue(word, out var known))
        {
            known = Merge(word);
            if (_cache.Count < CacheSize) _cache.TryAdd(word, known);
        }

        ids.AddRange(known);
    }

    private int[] Merge(string word)
    {
        var symbols = word.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        symbols[^1] += file.WordEnd;
        while (symbols.Count > 1)
        {
            var best = (Rank: int.MaxValue, At: -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (file.Ranks.TryGetValue((symbols[i], symbols[i + 1]), out var rank) && rank < best.Rank) best = (rank, i);
            }

            if (best.At < 0) break;
            var (first, second) = (symbols[best.At], symbols[best.At + 1]);
            var merged = new List<string>(symbols.Count);
            for (var i = 0; i < symbols.Count; i++)
            {
                if (i + 1 < symbols.Count && symbols[i] == first && symbols[i + 1] == second)
                {
                    merged.Add(first + second);
                    i++;
                }
                else
                {
                    merged.Add(symbols[i]);
                }
            }

            symbols = merged;
        }

        return [.. symbols.SelectMany(Ids)];
    }

    private IEnumerable<int> Ids(string symbol)
    {
        if (file.Vocabulary.TryGetValue(symbol, out var id)) return [id];
        if (file.ByteFallback)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(symbol);
            var spelled = bytes.Select(b => string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")).ToList();
            if (spelled.TrueForAll(file.Vocabulary.ContainsKey)) return spelled.Select(name => file.Vocabulary[name]);
        }

        return file.Unknown is { } unknown ? [unknown] : [];
    }
}
