
namespace Vislumbre.Catalog;

/// <summary>Finds photos by what is said of them: by sources, by their own files, and by their files' and folders' names. Thread-safe.</summary>
public sealed class WordCatalog
{
    // What is beyond so many words changes no answer that anybody could want.
    private const int MostPhrases = 100;

    private static readonly (bool IsOfDetails, string Column, MatchedPlace Place)[] Columns =
    [
        (true, "description", MatchedPlace.Description), (false, "description", MatchedPlace.Description),
        (true, "keywords", MatchedPlace.Keywords), (false, "keywords", MatchedPlace.Keywords),
        (true, "place", MatchedPlace.Place), (false, "place", MatchedPlace.Place),
        (true, "photographer", MatchedPlace.Photographer), (false, "photographer", MatchedPlace.Photographer),
        (false, "name", MatchedPlace.Name),
    ];

    private readonly CatalogDatabase _database;

    internal WordCatalog(CatalogDatabase database) => _database = database;

    /// <summary>The numbers of the photos that are found by searches and of which some phrases are said, the best first (BM25).</summary>
    /// <param name="phrases">Words, or several that must follow each other; case, accents and English endings do not matter. What they mean to a query language means nothing here. The first 100 count.</param>
    /// <param name="any">Whether one of them is enough; else all must be said, each by whomever.</param>
    /// <param name="isWanted">Which photos may be given.</param>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<long> Search(IReadOnlyCollection<string> phrases, bool any, Func<long, bool> isWanted, int count)
    {
        var sought = phrases.Where(IsSought).Select(phrase => phrase.Replace('\0', ' ')).Distinct().Take(MostPhrases).ToList();
        if (sought.Count == 0) return [];
        using var connection = _database.Connect();
        return [.. _database.Words.Search(connection, sought, any).Where(isWanted).Take(count)];
    }

    /// <summary>Where some phrases are said of a photo; those that are not are left out.</summary>
    public IReadOnlyList<MatchedWord> Said(PhotoRecord photo, IEnumerable<string> phrases)
    {
        using var connection = _database.Connect();
        return [.. phrases.Select(phrase => phrase.Replace('\0', ' ')).Distinct(StringComparer.OrdinalIgnoreCase).Where(IsSought).Select(phrase => new MatchedWord(phrase, Places(phrase))).Where(word => word.Places.Count > 0)];

        IReadOnlyList<MatchedPlace> Places(string phrase) =>
            [.. Columns.Where(column => (column.IsOfDetails ? photo.DetailId : photo.Id) is { } row && _database.Words.IsSaid(connection, column.IsOfDetails, column.Column, row, phrase)).Select(column => column.Place).Distinct()];
    }

    // Where there is nothing in it that is a word, nothing can be said.
    private static bool IsSought(string phrase) => phrase.Any(char.IsLetterOrDigit);
}
