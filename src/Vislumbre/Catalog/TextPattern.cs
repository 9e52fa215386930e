using System.Globalization;
using System.Text;

namespace Vislumbre.Catalog;

/// <summary>How patterns of filters fit text: whatever the case and the accents; "*" stands for anything, and where there is none the text need only contain the pattern.</summary>
public static class TextPattern
{
    /// <summary>Text without case and accents: what is compared.</summary>
    public static string Fold(string text)
    {
        var plain = true;
        foreach (var c in text) plain &= c < 128;
        if (plain) return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Valid(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) continue;
            folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return folded.ToString();
    }

    /// <summary>Whether a text fits a pattern.</summary>
    /// <param name="text">The text; nothing fits where there is none.</param>
    /// <param name="foldedPattern">The pattern, folded.</param>
    /// <param name="whole">Whether a pattern without "*" must be the whole text.</param>
    public static bool Fits(string? text, string foldedPattern, bool whole)
    {
        if (text is null) return false;
        var folded = Fold(text);
        if (foldedPattern.Contains('*', StringComparison.Ordinal)) return FitsWildcards(folded, foldedPattern);
        return whole ? folded == foldedPattern : folded.Contains(foldedPattern, StringComparison.Ordinal);
    }

    /// <summary>Whether one of the lines of a text is a pattern, or fits its "*".</summary>
    public static bool FitsALine(string? text, string foldedPattern) => text is not null && text.Split('\n').Any(line => Fits(line, foldedPattern, whole: true));

    /// <summary>Whether a text, or a word in it, begins with some folded letters.</summary>
    public static bool Begins(string? text, string foldedBeginning)
    {
        if (text is null) return false;
        var folded = Fold(text);
        for (var at = folded.IndexOf(foldedBeginning, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(foldedBeginning, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !char.IsLetterOrDigit(folded[at - 1])) return true;
            if (at + 1 >= folded.Length) break;
        }

        return false;
    }

    // The classic two-pointer walk: after a mismatch the last star takes one character more.
    private static bool FitsWildcards(string text, string pattern)
    {
        var (t, p, star, from) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, from) = (p++, t);
            else if (p < pattern.Length && pattern[p] == text[t]) (t, p) = (t + 1, p + 1);
            else if (star >= 0) (p, t) = (star + 1, ++from);
            else return false;
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    // A lone half of a surrogate pair cannot be normalised.
    private static string Valid(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
