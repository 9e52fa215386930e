using System.Text.RegularExpressions;
using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>Tells which words of a query are in what is said of a photo: whole words, whatever the case and the accents, as the index of words compares them.</summary>
internal static partial class WordMatcher
{
    /// <summary>Matches.</summary>
    /// <param name="words">The query's words.</param>
    /// <param name="details">What a source says.</param>
    /// <param name="keywords">The photo's keywords.</param>
    public static IReadOnlyList<MatchedWord> Match(string words, PhotoDetails details, IEnumerable<PhotoKeyword> keywords)
    {
        (MatchedPlace Place, HashSet<string> Words)[] said =
        [
            (MatchedPlace.Description, Folded([details.Description, details.AiDescription])),
            (MatchedPlace.Keywords, Folded(keywords.Select(keyword => keyword.Word))),
            (MatchedPlace.Place, Folded([details.Location, details.City, details.Country, details.Landmark])),
            (MatchedPlace.Photographer, Folded([details.Photographer, details.PhotographerUsername])),
        ];
        return [.. Words(words).DistinctBy(TextPattern.Fold)
            .Select(word => new MatchedWord(word, [.. said.Where(one => one.Words.Contains(TextPattern.Fold(word))).Select(one => one.Place)]))
            .Where(match => match.Places.Count > 0)];
    }

    private static HashSet<string> Folded(IEnumerable<string?> texts) => texts.SelectMany(text => Words(text ?? "")).Select(TextPattern.Fold).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"[\p{L}\p{N}\p{M}]+")]
    private static partial Regex Word();
}
