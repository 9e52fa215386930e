using System.Globalization;
using System.Text;

namespace Vislumbre.Encoding;

/// <summary>
/// CLIP's cutting of a text into words: contractions, runs of letters, single digits, runs of anything else but blanks. Written out
/// because .NET's regular expressions see halves of characters beyond U+FFFF, and the reference sees whole ones.
/// </summary>
internal static class ClipWords
{
    /// <summary>The expression of CLIP's <c>tokenizer.json</c> that this stands for.</summary>
    public const string Pattern = @"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+";

    private static readonly string[] Contractions = ["<|startoftext|>", "<|endoftext|>", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Blank,
        Letter,
        Number,
        Other,
    }

    /// <summary>The words of a text, in order, blanks left out.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var rest = text.AsSpan(at);
            var length = ContractionAt(rest);
            var kind = Kind.Other;
            if (length == 0)
            {
                kind = KindAt(rest, out length);
                if (kind is Kind.Letter or Kind.Other)
                {
                    while (length < rest.Length && KindAt(rest[length..], out var next) == kind) length += next;
                }
            }

            if (kind != Kind.Blank) yield return text.Substring(at, length);
            at += length;
        }
    }

    private static int ContractionAt(ReadOnlySpan<char> rest)
    {
        foreach (var contraction in Contractions)
        {
            if (rest.StartsWith(contraction, StringComparison.Ordinal)) return contraction.Length;
        }

        return 0;
    }

    private static Kind KindAt(ReadOnlySpan<char> rest, out int length)
    {
        Rune.DecodeFromUtf16(rest, out var rune, out length);
        if (Rune.IsWhiteSpace(rune)) return Kind.Blank;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
