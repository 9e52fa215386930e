using Dapper;
using Vislumbre.Sources;

namespace Vislumbre.Catalog;

/// <summary>What sources say of a library's photos: descriptions, keywords, colours, and how fetching stands. Thread-safe.</summary>
public sealed class DetailCatalog
{
    private readonly CatalogDatabase _database;

    internal DetailCatalog(CatalogDatabase database) => _database = database;

    /// <summary>The details of some numbers, keyed by number; unknown ones are left out.</summary>
    public Dictionary<long, PhotoDetails> Find(IReadOnlyCollection<long> ids)
    {
        if (ids.Count == 0) return [];
        using var connection = _database.Connect();
        return ids.Distinct().Chunk(_database.IdsAtATime).SelectMany(some => connection.Query<PhotoDetails>($"SELECT * FROM details WHERE id {_database.In("@some")}", new { some })).ToDictionary(details => details.Id);
    }

    /// <summary>The details of a number, or null.</summary>
    public PhotoDetails? Find(long id) => Find([id]).GetValueOrDefault(id);

    /// <summary>What a source says of a photo; null where none does.</summary>
    public PhotoDetails? Of(PhotoRecord photo) => photo.DetailId is { } id ? Find(id) : null;

    /// <summary>The details by what a source, or any source where it is null, calls the photo; or null.</summary>
    public PhotoDetails? FindKey(string key, string? source = null)
    {
        using var connection = _database.Connect();
        return connection.QueryFirstOrDefault<PhotoDetails>("SELECT * FROM details WHERE key = @key AND (@source IS NULL OR source = @source) ORDER BY id", new { key, source });
    }

    /// <summary>The files that sources other than one say something of.</summary>
    public IReadOnlySet<string> FilesOfOthers(string source)
    {
        using var connection = _database.Connect();
        return connection.Query<string>("SELECT file FROM details WHERE file IS NOT NULL AND source <> @source", new { source }).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A photo's keywords, the surest first.</summary>
    public IReadOnlyList<PhotoKeyword> Keywords(long id)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoKeyword>(
            """
            SELECT w.word, k.confidence_1 AS Confidence1, k.confidence_2 AS Confidence2, k.by_user FROM keywords k JOIN words w ON w.id = k.word
            WHERE k.detail_id = @id ORDER BY CASE WHEN coalesce(k.confidence_1, 0) > coalesce(k.confidence_2, 0) THEN k.confidence_1 ELSE coalesce(k.confidence_2, 0) END DESC, w.word
            """,
            new { id })];
    }

    /// <summary>A photo's main colours, the largest first.</summary>
    public IReadOnlyList<PhotoColour> Colours(long id)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoColour>("SELECT c.hex, w.word, c.coverage, c.score FROM colours c LEFT JOIN words w ON w.id = c.word WHERE c.detail_id = @id ORDER BY c.coverage DESC", new { id })];
    }

    /// <summary>The collections that a photo is in, by title.</summary>
    public IReadOnlyList<string> Collections(long id)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<string>("SELECT DISTINCT w.word FROM collections c JOIN words w ON w.id = c.title WHERE c.detail_id = @id ORDER BY w.word", new { id })];
    }

    /// <summary>After which searches people took a photo, and how often, the most frequent first.</summary>
    public IReadOnlyList<(string Words, long Count)> Conversions(long id, int count = 10)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<(string, long)>(
            "SELECT w.word, count(*) FROM conversions c JOIN words w ON w.id = c.word WHERE c.detail_id = @id GROUP BY w.word ORDER BY count(*) DESC, w.word LIMIT @count", new { id, count })];
    }

    /// <summary>How much there is of a source.</summary>
    public SourceRows Count(string source)
    {
        using var connection = _database.Connect();
        long Of(string table) => connection.ExecuteScalar<long>($"SELECT count(*) FROM {table} t JOIN details d ON d.id = t.detail_id WHERE d.source = @source", new { source });
        return new SourceRows(
            connection.ExecuteScalar<long>("SELECT count(*) FROM details WHERE source = @source", new { source }), Of("keywords"), Of("collections"), Of("colours"), Of("conversions"));
    }

    /// <summary>What the source's tables were known by when they were taken last; null where they never were.</summary>
    public string? Fingerprint(string source)
    {
        using var connection = _database.Connect();
        return connection.QueryFirstOrDefault<string>("SELECT value FROM meta WHERE key = @key", new { key = $"source_{source}" });
    }

    /// <summary>Begins to take a source's tables.</summary>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public SourceWriter Begin(string source) => new(_database, source);

    /// <summary>A source's photos that have an address, in the order in which they were taken.</summary>
    public IReadOnlyList<ToFetch> ToFetch(string source)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<ToFetch>("SELECT id, key, image_address, file, file_address, state, state_reason FROM details WHERE source = @source AND image_address IS NOT NULL ORDER BY id", new { source })];
    }

    /// <summary>Notes how fetching some photos went.</summary>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Note(IReadOnlyCollection<FetchOutcome> outcomes)
    {
        CatalogWriter.Guard(_database, connection =>
        {
            using var transaction = _database.BeginWrite(connection);
            foreach (var outcome in outcomes)
            {
                // A file has one photo: what was said of it by another source before is said no more.
                if (outcome.File is not null) connection.Execute("UPDATE details SET file = NULL WHERE file = @File AND id <> @Id", outcome, transaction);
                connection.Execute(
                    "UPDATE details SET state = @State, state_reason = @Reason, file = coalesce(@File, file), file_address = CASE WHEN @File IS NULL THEN file_address ELSE image_address END WHERE id = @Id", outcome, transaction);
                if (outcome.File is null) continue;
                // The file may have been indexed before its source was known, and the photo may be known by its address besides.
                connection.Execute("UPDATE photos SET detail_id = @Id WHERE path = @File AND detail_id IS DISTINCT FROM @Id", outcome, transaction);
                connection.Execute("DELETE FROM photos WHERE detail_id = @Id AND path LIKE '%://%' AND EXISTS (SELECT 1 FROM photos WHERE path = @File AND status = 0)", outcome, transaction);
            }

            transaction.Commit();
            return 0;
        });
    }
}
