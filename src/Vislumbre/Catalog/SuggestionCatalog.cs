using Dapper;

namespace Vislumbre.Catalog;

/// <summary>Keywords, photographers, places, collections and cameras that begin as a person begins to type. Thread-safe.</summary>
public sealed class SuggestionCatalog
{
    private readonly CatalogDatabase _database;

    internal SuggestionCatalog(CatalogDatabase database) => _database = database;

    /// <summary>What begins with some letters, or has a word that does, the most frequent first.</summary>
    /// <param name="beginning">The letters, whatever their case and accents; nothing gives what there is most of.</param>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<Suggestion> Find(string beginning, int count)
    {
        using var connection = _database.Connect();
        _database.AddFunctions(connection);
        var rows = connection.Query<(long Field, string Value, long Photos)>(
            """
            SELECT @keyword, w.word, count(*) FROM words w JOIN keywords k ON k.word = w.id WHERE begins(w.word, @beginning) GROUP BY w.id
            UNION ALL SELECT @collection, w.word, count(DISTINCT c.detail_id) FROM words w JOIN collections c ON c.title = w.id WHERE begins(w.word, @beginning) GROUP BY w.id
            UNION ALL SELECT @collection, n.name, count(*) FROM lists n JOIN list_photos l ON l.list_id = n.id WHERE begins(n.name, @beginning) GROUP BY n.id
            UNION ALL SELECT @by, name, count(*) FROM (
                SELECT coalesce(nullif(trim(concat_ws(' ', photographer_first_name, photographer_last_name)), ''), photographer_username) AS name FROM details UNION ALL SELECT photographer FROM looks) AS names WHERE begins(name, @beginning) GROUP BY name
            UNION ALL SELECT @country, name, count(*) FROM (SELECT country AS name FROM details UNION ALL SELECT country FROM looks) AS names WHERE begins(name, @beginning) GROUP BY name
            UNION ALL SELECT @camera, name, count(*) FROM (
                SELECT nullif(trim(concat_ws(' ', camera_make, camera_model)), '') AS name FROM details UNION ALL SELECT nullif(trim(concat_ws(' ', camera_make, camera_model)), '') FROM looks) AS names WHERE begins(name, @beginning) GROUP BY name
            ORDER BY 3 DESC, 2 LIMIT @count
            """,
            new { keyword = (int)PhotoField.Keyword, collection = (int)PhotoField.Collection, by = (int)PhotoField.By, country = (int)PhotoField.Country, camera = (int)PhotoField.Camera, beginning = TextPattern.Fold(beginning).Replace('\0', '\uFFFD'), count });
        return [.. rows.Select(row => new Suggestion((PhotoField)row.Field, row.Value, row.Photos))];
    }
}
