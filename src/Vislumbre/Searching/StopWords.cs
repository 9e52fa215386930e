namespace Vislumbre.Searching;

/// <summary>Words that say nothing of a photo: whoever writes a sentence does not look for them.</summary>
internal static class StopWords
{
    private static readonly HashSet<string> All = new(
        """
        a an and are as at be by for from in into is it its of on or over that the their them there these this those to under was were with
        à ao aos as às com da das de do dos e é em entre esta este isto na nas no nos o os ou para pela pelas pelo pelos por que se sem sob sobre sua seu um uma umas uns
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The phrases that are more than such a word; all of them where none is.</summary>
    public static IReadOnlyList<string> LeftOut(IReadOnlyList<string> phrases)
    {
        List<string> left = [.. phrases.Where(phrase => !All.Contains(phrase.Trim(',', '.', ';', ':', '!', '?')))];
        return left.Count > 0 ? left : phrases;
    }
}
