using Vislumbre.Sources;

namespace Vislumbre.Evaluation;

/// <summary>
/// Finds, for a caption, the known caption in the same language that shares the most of its words, each counted by how rare it is
/// (inverse document frequency, Spärck Jones 1972).
/// </summary>
internal sealed class CaptionMatcher
{
    private readonly Dictionary<(string? Language, string Word), List<int>> _captionsWith = [];
    private readonly Dictionary<string, int> _captionsIn = [];
    private readonly int _count;

    /// <summary>Makes one that knows some captions.</summary>
    public CaptionMatcher(IReadOnlyList<CaptionRow> known)
    {
        _count = known.Count;
        for (var i = 0; i < known.Count; i++)
        {
            _captionsIn[known[i].Language ?? ""] = _captionsIn.GetValueOrDefault(known[i].Language ?? "") + 1;
            foreach (var word in Words(known[i].Caption))
            {
                if (!_captionsWith.TryGetValue((known[i].Language, word), out var list)) _captionsWith[(known[i].Language, word)] = list = [];
                list.Add(i);
            }
        }
    }

    /// <summary>The most alike known caption, among equals the first; null where none shares a word.</summary>
    public int? Best(string? language, string caption)
    {
        var scores = new float[_count];
        var captions = _captionsIn.GetValueOrDefault(language ?? "");
        foreach (var word in Words(caption))
        {
            if (!_captionsWith.TryGetValue((language, word), out var list)) continue;
            var weight = MathF.Log(1 + (float)captions / list.Count);
            foreach (var i in list) scores[i] += weight;
        }

        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > (best < 0 ? 0 : scores[best])) best = i;
        }

        return best < 0 ? null : best;
    }

    // A language that writes no spaces has whole phrases for words: there the floor is lower.
    private static HashSet<string> Words(string caption)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = -1;
        for (var i = 0; i <= caption.Length; i++)
        {
            var inside = i < caption.Length && (char.IsLetterOrDigit(caption[i]) || char.IsSurrogate(caption[i]) || char.GetUnicodeCategory(caption[i]) == System.Globalization.UnicodeCategory.NonSpacingMark);
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            words.Add(caption[start..i].ToLowerInvariant());
            start = -1;
        }

        return words;
    }
}
