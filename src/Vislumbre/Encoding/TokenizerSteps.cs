using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>Builds a tokenizer's normaliser and its cutter from the steps that its file lists.</summary>
internal static partial class TokenizerSteps
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What happens to a text before it is cut.</summary>
    public static Func<string, string> Normalizer(JsonElement step, string path)
    {
        switch (step.Text("type"))
        {
            case null:
                return text => text;
            case "Sequence":
                var steps = step.GetProperty("normalizers").EnumerateArray().Select(part => Normalizer(part, path)).ToArray();
                return text => steps.Aggregate(text, (value, apply) => apply(value));
            case "NFC":
                return text => text.Normalize(NormalizationForm.FormC);
            case "NFKC":
                return text => text.Normalize(NormalizationForm.FormKC);
            case "NFD":
                return text => text.Normalize(NormalizationForm.FormD);
            case "Lowercase":
                return Lower;
            case "Strip":
                return text => text.Trim();
            case "Prepend":
                var prefix = step.Text("prepend") ?? "";
                return text => text.Length == 0 ? text : prefix + text;
            case "Replace":
                return Replacement(step, path);
            case var other:
                throw TokenizerFile.Unknownkind(path, "normalizer", other);
        }
    }

    /// <summary>How a text is cut into the words that are merged one by one.</summary>
    public static Func<string, IEnumerable<string>> Splitter(JsonElement step, string path)
    {
        switch (step.Text("type"))
        {
            case null:
                return text => [text];
            case "Sequence":
                var steps = step.GetProperty("pretokenizers").EnumerateArray().Select(part => Splitter(part, path)).ToArray();
                return text => steps.Aggregate((IEnumerable<string>)[text], (words, split) => words.SelectMany(split));
            case "ByteLevel":
                var withExpression = step.Flag("use_regex") ?? true;
                return text => (withExpression ? Gpt2Words().Matches(text).Select(match => match.Value) : [text]).Select(ByteAlphabet.Spell);
            case "Split":
                return Split(step, path);
            case "Metaspace":
                var mark = step.Text("replacement") ?? "▁";
                return text => [mark + text.Replace(" ", mark, StringComparison.Ordinal)];
            case var other:
                throw TokenizerFile.Unknownkind(path, "pre_tokenizer", other);
        }
    }

    /// <summary>CLIP's normaliser: composed characters, single blanks, lower case.</summary>
    public static string ClipNormalize(string text) => Lower(Blanks().Replace(text.Normalize(NormalizationForm.FormC), " "));

    // The invariant culture leaves İ alone; Unicode's full mapping gives i and a combining dot.
    private static string Lower(string text) => text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();

    private static Func<string, string> Replacement(JsonElement step, string path)
    {
        var content = step.Text("content") ?? "";
        var pattern = step.Child("pattern");
        if (pattern.Text("String") is { } literal) return text => text.Replace(literal, content, StringComparison.Ordinal);
        var expression = Expression(pattern.Text("Regex") ?? throw TokenizerFile.Unknownkind(path, "normalizer", "Replace"), path);
        return text => expression.Replace(text, content.Replace("$", "$$", StringComparison.Ordinal));
    }

    private static Func<string, IEnumerable<string>> Split(JsonElement step, string path)
    {
        var pattern = step.Child("pattern");
        var keepsMatches = step.Flag("invert") == true;
        if (pattern.Text("Regex") == ClipWords.Pattern && keepsMatches) return ClipWords.Split;
        var expression = Expression(pattern.Text("Regex") ?? Regex.Escape(pattern.Text("String") ?? throw TokenizerFile.Unknownkind(path, "pre_tokenizer", "Split")), path);
        return (step.Text("behavior"), keepsMatches) switch
        {
            ("Removed", true) => text => expression.Matches(text).Select(match => match.Value),
            ("Removed", false) => text => expression.Split(text).Where(word => word.Length > 0),
            ("Isolated", _) => text => Cut(text, expression, isolated: true),
            ("MergedWithPrevious", false) => text => Cut(text, expression, isolated: false),
            var (behavior, _) => throw TokenizerFile.Unknownkind(path, "pre_tokenizer Split", behavior),
        };
    }

    private static IEnumerable<string> Cut(string text, Regex expression, bool isolated)
    {
        var from = 0;
        foreach (Match match in expression.Matches(text))
        {
            var end = match.Index + (isolated ? 0 : match.Length);
            if (end > from) yield return text[from..end];
            if (isolated && match.Length > 0) yield return match.Value;
            from = match.Index + match.Length;
        }

        if (from < text.Length) yield return text[from..];
    }

    private static Regex Expression(string pattern, string path)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException e)
        {
            throw new ModelException(Language.Say($"{path}: the expression {pattern} cannot be used: {e.Message}", $"{path}: a expressão {pattern} não pode ser usada: {e.Message}"), e);
        }
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Gpt2Words();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
