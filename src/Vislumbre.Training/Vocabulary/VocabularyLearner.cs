using System.Text;
using Vislumbre.Encoding;

namespace Vislumbre.Training.Vocabulary;

/// <summary>Learns CLIP's kind of byte-level byte-pair encoding from texts (Sennrich et al. 2016).</summary>
internal static class VocabularyLearner
{
    private const string WordEnd = "</w>";

    /// <summary>The merges, the most frequent pair first; pairs that occur once are not merged.</summary>
    /// <param name="texts">What is learned from.</param>
    /// <param name="size">The most tokens: 512 for the bytes, two for start and end, the rest merges.</param>
    public static IReadOnlyList<(string First, string Second)> Learn(IEnumerable<string> texts, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 514);
        var words = Words(texts);
        var merges = new List<(string, string)>();
        while (merges.Count < size - 514)
        {
            var counts = new Dictionary<(string, string), long>();
            foreach (var (parts, count) in words)
            {
                for (var i = 0; i + 1 < parts.Count; i++)
                    counts[(parts[i], parts[i + 1])] = counts.GetValueOrDefault((parts[i], parts[i + 1])) + count;
            }

            // Ties go to the first in ordinal order, so that the order of the texts does not matter.
            var best = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Item1, StringComparer.Ordinal).ThenBy(pair => pair.Key.Item2, StringComparer.Ordinal).FirstOrDefault();
            if (best.Value < 2) break;
            merges.Add(best.Key);
            foreach (var (parts, _) in words) Merge(parts, best.Key);
        }

        return merges;
    }

    /// <summary>The tokens by id: bytes, bytes that end a word, merges, start, end.</summary>
    public static IReadOnlyList<string> Tokens(IReadOnlyList<(string First, string Second)> merges)
    {
        var bytes = Enumerable.Range(0, 256).Select(b => ByteAlphabet.Spell((byte)b)).ToArray();
        return [.. bytes, .. bytes.Select(b => b + WordEnd), .. merges.Select(merge => merge.First + merge.Second), "<|startoftext|>", "<|endoftext|>"];
    }

    private static List<(List<string> Parts, long Count)> Words(IEnumerable<string> texts) =>
    [
        .. texts.SelectMany(text => ClipWords.Split(text.Normalize(NormalizationForm.FormC).ToLowerInvariant()))
            .CountBy(word => word)
            .Select(word => (Spell(word.Key), (long)word.Value)),
    ];

    private static List<string> Spell(string word)
    {
        var parts = ByteAlphabet.Spell(word).Select(character => character.ToString()).ToList();
        parts[^1] += WordEnd;
        return parts;
    }

    private static void Merge(List<string> parts, (string First, string Second) pair)
    {
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            if (parts[i] != pair.First || parts[i + 1] != pair.Second) continue;
            parts[i] += parts[i + 1];
            parts.RemoveAt(i + 1);
        }
    }
}
