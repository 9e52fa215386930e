using Dapper;
using Microsoft.Data.Sqlite;

namespace Vislumbre.Catalog;

/// <summary>Finds photos by what is said of them: by sources, by their own files, and by their files' and folders' names. Thread-safe.</summary>
public sealed class WordCatalog
{
    // What is beyond so many words changes no answer that anybody could want.
    private const int MostPhrases = 100;

    private static readonly (string Table, string Column, MatchedPlace Place)[] Columns =
    [
        ("details_text", "description", MatchedPlace.Description), ("photos_text", "description", MatchedPlace.Description),
        ("details_text", "keywords", MatchedPlace.Keywords), ("photos_text", "keywords", MatchedPlace.Keywords),
        ("details_text", "place", MatchedPlace.Place), ("photos_text", "place", MatchedPlace.Place),
        ("details_text", "photographer", MatchedPlace.Photographer), ("photos_text", "photographer", MatchedPlace.Photographer),
        ("photos_text", "name", MatchedPlace.Name),
    ];

    private readonly Func<SqliteConnection> _connect;

    internal WordCatalog(Func<SqliteConnection> connect) => _connect = connect;

    /// <summary>The numbers of the photos that are found by searches and of which some phrases are said, the best first (BM25).</summary>
    /// <param name="phrases">Words, or several that must follow each other; case, accents and English endings do not matter. What they mean to SQLite's query language means nothing here. The first 100 count.</param>
    /// <param name="any">Whether one of them is enough; else all must be said, each by whomever.</param>
    /// <param name="isWanted">Which photos may be given.</param>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<long> Search(IReadOnlyCollection<string> phrases, bool any, Func<long, bool> isWanted, int count)
    {
        var sought = phrases.Select(Quoted).OfType<string>().Distinct().Take(MostPhrases).ToList();
        if (sought.Count == 0) return [];
        var values = new DynamicParameters(new { match = string.Join(" OR ", sought) });
        for (var i = 0; i < sought.Count; i++) values.Add($"p{i}", sought[i]);
        var each = any || sought.Count == 1 ? "" : "WHERE " + string.Join(" AND ", sought.Select((_, i) =>
            $"id IN (SELECT p.id FROM details_text t JOIN photos p ON p.detail_id = t.rowid WHERE t.details_text MATCH @p{i} UNION ALL SELECT rowid FROM photos_text WHERE photos_text MATCH @p{i})"));
        using var connection = _connect();
        return [.. connection.Query<long>(
            $"""
            SELECT id FROM (
                SELECT p.id, t.rank FROM details_text t JOIN photos p ON p.detail_id = t.rowid WHERE t.details_text MATCH @match AND p.status = 0
                UNION ALL SELECT p.id, t.rank FROM photos_text t JOIN photos p ON p.id = t.rowid WHERE t.photos_text MATCH @match AND p.status = 0
            ) {each} GROUP BY id ORDER BY sum(rank), id
            """,
            values, buffered: false).Where(isWanted).Take(count)];
    }

    /// <summary>Where some phrases are said of a photo; those that are not are left out.</summary>
    public IReadOnlyList<MatchedWord> Said(PhotoRecord photo, IEnumerable<string> phrases)
    {
        using var connection = _connect();
        return [.. phrases.Distinct(StringComparer.OrdinalIgnoreCase).Select(phrase => new MatchedWord(phrase, Quoted(phrase) is { } match ? Places(match) : [])).Where(word => word.Places.Count > 0)];

        IReadOnlyList<MatchedPlace> Places(string match) =>
            [.. Columns.Where(column => IsIn(column.Table, $"{column.Column} : {match}", column.Table == "photos_text" ? photo.Id : photo.DetailId ?? 0)).Select(column => column.Place).Distinct()];

        bool IsIn(string table, string match, long row) => connection.ExecuteScalar<long>($"SELECT count(*) FROM {table} WHERE rowid = @row AND {table} MATCH @match", new { row, match }) > 0;
    }

    // A phrase of SQLite's; null where there is nothing in it that is a word to SQLite.
    private static string? Quoted(string phrase) => phrase.Any(char.IsLetterOrDigit) ? $"\"{string.Concat(phrase.Select(c => char.IsControl(c) ? ' ' : c)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : null;
}
