using System.Data.Common;
using System.Globalization;
using Dapper;
using Vislumbre.Models;

namespace Vislumbre.Catalog;

/// <summary>
/// The rows of a library: photos, embeddings, what failed and why. Reading is thread-safe; writing goes through
/// <see cref="Begin"/>.
/// </summary>
public sealed class PhotoCatalog
{
    internal const string Columns = "id, path, bytes, modified_ticks, sha256, status, reason, format, width, height, handled_ticks, detail_id";
    private const string Described = "FROM photos p LEFT JOIN details d ON d.id = p.detail_id LEFT JOIN looks k ON k.photo_id = p.id";
    private readonly CatalogDatabase _database;

    static PhotoCatalog() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    internal PhotoCatalog(CatalogDatabase database)
    {
        _database = database;
        Details = new DetailCatalog(database);
        Words = new WordCatalog(database);
        Looks = new LookCatalog(database);
        Suggestions = new SuggestionCatalog(database);
        Lists = new ListCatalog(database);
        Map = new MapCatalog(database);
        Embeddings = new EmbeddingCatalog(database);
    }

    /// <summary>What holds its tables.</summary>
    internal CatalogDatabase Database => _database;

    /// <summary>Where it is: an SQLite file, or a server's address without a password.</summary>
    public string File => _database.Name;

    /// <summary>What sources say of the photos.</summary>
    public DetailCatalog Details { get; }

    /// <summary>What the photos' own files say, and how they look.</summary>
    public LookCatalog Looks { get; }

    /// <summary>What is said of the photos, to be searched.</summary>
    public WordCatalog Words { get; }

    /// <summary>The lists that people keep photos in.</summary>
    public ListCatalog Lists { get; }

    /// <summary>Where photos lie on the map.</summary>
    public MapCatalog Map { get; }

    /// <summary>What people may mean as they type.</summary>
    public SuggestionCatalog Suggestions { get; }

    /// <summary>The photos' embeddings, and their changes.</summary>
    public EmbeddingCatalog Embeddings { get; }

    /// <summary>Opens a library's catalog.</summary>
    /// <param name="folder">The library.</param>
    /// <param name="create">Whether to make one where there is none.</param>
    /// <exception cref="LibraryException">There is none, it is of a newer version, or cannot be used.</exception>
    public static PhotoCatalog Open(LibraryFolder folder, bool create)
    {
        if (!System.IO.File.Exists(folder.Catalog) && !create)
        {
            throw new LibraryException(LibraryFault.Absent, Language.Say(
                $"There is no library in {folder.Path} yet. Index some photos first: vislumbre index FOLDER",
                $"Ainda não há biblioteca em {folder.Path}. Indexe fotos primeiro: vislumbre index PASTA"));
        }

        try
        {
            Directory.CreateDirectory(folder.Path);
            var database = new SqliteDatabase(folder.Catalog);
            database.Migrate();
            return new PhotoCatalog(database);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException)
        {
            throw new LibraryException(LibraryFault.Unusable, Language.Say(
                $"The library in {folder.Path} cannot be used: {e.Message}", $"A biblioteca em {folder.Path} não pode ser usada: {e.Message}"), e);
        }
    }

    /// <summary>The model that the embeddings are of; null before the first photo.</summary>
    public StoredModel? Model
    {
        get
        {
            if (Meta("model_sha256") is not { } hash) return null;
            var identity = new ModelIdentity(Meta("model_name")!, hash, int.Parse(Meta("model_dimension")!, CultureInfo.InvariantCulture));
            return new StoredModel(identity, Meta("model_folder")!);
        }
    }

    /// <summary>Makes sure that the library is of a model.</summary>
    /// <exception cref="LibraryException">It is of another model; both are named.</exception>
    public void CheckModel(ModelIdentity identity)
    {
        if (Model is not { } stored || stored.Identity.Matches(identity)) return;
        throw new LibraryException(LibraryFault.OtherModel, Language.Say(
            $"This library was made with {stored.Identity}; embeddings of {identity} cannot be mixed with it. Leave --model out, or give another --library.",
            $"Esta biblioteca foi feita com {stored.Identity}; embeddings de {identity} não podem se misturar a ela. Tire --model ou dê outra --library."));
    }

    /// <summary>Checks the model, makes it the library's where that has none yet, and notes where it is now.</summary>
    /// <exception cref="LibraryException">The library is of another model; both are named.</exception>
    public void UseModel(ModelIdentity identity, string modelFolder)
    {
        CheckModel(identity);
        CatalogWriter.Guard(_database, connection =>
        {
            using var transaction = _database.BeginWrite(connection);
            // Another program may have made it its own model's since.
            if (connection.QueryFirstOrDefault<string>("SELECT value FROM meta WHERE key = 'model_sha256'", transaction: transaction) is { } now && now != identity.Sha256) CheckModel(identity);
            foreach (var (key, value) in ((string, string)[])
                [("model_name", identity.Name), ("model_sha256", identity.Sha256), ("model_dimension", identity.Dimension.ToString(CultureInfo.InvariantCulture)), ("model_folder", modelFolder)])
            {
                connection.Execute("INSERT INTO meta VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { key, value }, transaction);
            }

            transaction.Commit();
            return 0;
        });
    }

    /// <summary>The highest number that a photo has; 0 where there is none.</summary>
    public long LastId
    {
        get
        {
            using var connection = _database.Connect();
            return connection.ExecuteScalar<long?>("SELECT max(id) FROM photos") ?? 0;
        }
    }

    /// <summary>How many photos stand how.</summary>
    public PhotoCounts Count()
    {
        using var connection = _database.Connect();
        var counts = connection.Query<(int Status, long Count)>("SELECT status, count(*) FROM photos GROUP BY status").ToDictionary(row => (PhotoStatus)row.Status, row => row.Count);
        return new PhotoCounts(counts.GetValueOrDefault(PhotoStatus.Indexed), counts.GetValueOrDefault(PhotoStatus.Failed), counts.GetValueOrDefault(PhotoStatus.Missing));
    }

    /// <summary>Every photo's row, keyed by path.</summary>
    public Dictionary<string, PhotoRecord> ByPath()
    {
        using var connection = _database.Connect();
        return connection.Query<PhotoRecord>($"SELECT {Columns} FROM photos", buffered: false).ToDictionary(photo => photo.Path, StringComparer.Ordinal);
    }

    /// <summary>The photos of some ids, keyed by id; unknown ids are left out.</summary>
    public Dictionary<long, PhotoRecord> Find(IReadOnlyCollection<long> ids)
    {
        using var connection = _database.Connect();
        // A statement takes some thirty thousand values.
        return ids.Chunk(_database.IdsAtATime).SelectMany(some => connection.Query<PhotoRecord>($"SELECT {Columns} FROM photos WHERE id {_database.In("@some")}", new { some })).ToDictionary(photo => photo.Id);
    }

    /// <summary>The photo of an id, or null.</summary>
    public PhotoRecord? Find(long id) => One("id = @value", id);

    /// <summary>The photo of a path, or null.</summary>
    public PhotoRecord? FindPath(string path) => One("path = @value", path);

    /// <summary>The photo of a number, or of what a source calls it; or null.</summary>
    public PhotoRecord? FindNamed(string name) =>
        (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Find(id) : null) ?? (Details.FindKey(name) is { } details ? FindDetailed(details.Id) : null);

    /// <summary>The photo that some details are of, one with a file first; or null.</summary>
    public PhotoRecord? FindDetailed(long detailId) => One("detail_id = @value ORDER BY path LIKE '%://%', id", detailId);

    /// <summary>A photo of the same content with its embedding, a missing one first since it may have moved; or null.</summary>
    public KnownContent? FindContent(string sha256)
    {
        using var connection = _database.Connect();
        return connection.Query<PhotoRecord, byte[], KnownContent>(
            $"SELECT {Columns}, {_database.VectorColumn("e.vector")} AS vector FROM photos JOIN embeddings e ON e.photo_id = id WHERE sha256 = @sha256 AND status IN (0, 2) ORDER BY status DESC, id LIMIT 1",
            (photo, vector) => new KnownContent(photo, _database.FromStored(vector)), new { sha256 }, splitOn: "vector").FirstOrDefault();
    }

    /// <summary>The photos that failed, by path.</summary>
    public IReadOnlyList<PhotoRecord> Failed()
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoRecord>($"SELECT {Columns} FROM photos WHERE status = 1 ORDER BY path")];
    }

    /// <summary>The photos that are found, in the order of their numbers.</summary>
    public IEnumerable<PhotoRecord> Indexed()
    {
        using var connection = _database.Connect();
        foreach (var photo in connection.Query<PhotoRecord>($"SELECT {Columns} FROM photos WHERE status = 0 ORDER BY id", buffered: false)) yield return photo;
    }

    /// <summary>Photos as they were indexed last, newest first.</summary>
    public IReadOnlyList<PhotoRecord> Newest(int count)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoRecord>($"SELECT {Columns} FROM photos WHERE status = 0 ORDER BY handled_ticks DESC, id DESC LIMIT @count", new { count })];
    }

    /// <summary>The numbers of photos as they were indexed, or failed, last, newest first, of those that are wanted.</summary>
    public IReadOnlyList<long> Newest(int count, Func<long, bool> isWanted)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<long>("SELECT id FROM photos WHERE status IN (0, 1) ORDER BY handled_ticks DESC, id DESC", buffered: false).Where(isWanted).Take(count)];
    }

    /// <summary>Every photo that is found, with what a source says of it and its embedding in half precision, in the order of the photos' numbers.</summary>
    public IEnumerable<(PhotoRecord Photo, PhotoDetails? Details, byte[] Vector)> ReadPhotos()
    {
        using var connection = _database.ConnectForMuch();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT p.id, p.path, {_database.VectorColumn("e.vector")}, d.id, d.source, d.key, d.image_address, d.page_address, coalesce(d.description, d.ai_description)
            FROM embeddings e JOIN photos p ON p.id = e.photo_id LEFT JOIN details d ON d.id = p.detail_id WHERE p.status = 0 ORDER BY e.photo_id
            """;
        using var rows = command.ExecuteReader();
        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        while (rows.Read())
        {
            var details = rows.IsDBNull(3) ? null : new PhotoDetails { Id = rows.GetInt64(3), Source = rows.GetString(4), Key = rows.GetString(5), ImageAddress = Text(6), PageAddress = Text(7), Description = Text(8) };
            yield return (new PhotoRecord { Id = rows.GetInt64(0), Path = rows.GetString(1), DetailId = details?.Id }, details, _database.FromStored((byte[])rows.GetValue(2)));
        }
    }

    /// <summary>The numbers of the photos that are found by searches and meet a condition.</summary>
    public IReadOnlyList<long> Match(PhotoFilter filter) => Match(filter, [null]);

    /// <summary>Those of some photos that are found by searches and meet a condition.</summary>
    public IReadOnlyList<long> Match(PhotoFilter filter, IReadOnlyCollection<long> ids) => Match(filter, ids.Chunk(_database.IdsAtATime));

    private List<long> Match(PhotoFilter filter, IEnumerable<long[]?> parts)
    {
        var sql = FilterSql.Of(filter, _database.False);
        using var connection = _database.Connect();
        _database.AddFunctions(connection);
        var found = new List<long>();
        foreach (var some in parts)
        {
            if (some is not null) sql.Parameters.Add("some", some);
            var among = some is null ? "" : $"p.id {_database.In("@some")} AND ";
            found.AddRange(connection.Query<long>($"SELECT p.id {Described} WHERE {among}p.status IN ({(filter.AsksForFailed ? "0, 1" : "0")}) AND {sql.Condition}", sql.Parameters));
        }

        return found;
    }

    /// <summary>The numbers that conditions ask of some photos, by the photos' numbers; those that are not there are left out.</summary>
    public IReadOnlyDictionary<long, ConditionFacts> Facts(IReadOnlyCollection<long> ids)
    {
        using var connection = _database.Connect();
        var columns = FilterSql.Facts(_database.False);
        return ids.Chunk(_database.IdsAtATime).SelectMany(some => connection.Query<ConditionFacts>($"SELECT {columns} {Described} WHERE p.id {_database.In("@some")}", new { some })).ToDictionary(facts => facts.Id);
    }

    /// <summary>Begins to take embeddings that another program made.</summary>
    /// <param name="intoEmpty">Whether there was no photo before this import began: then none has to be looked for.</param>
    public EmbeddingImport BeginImport(bool intoEmpty = false) => new(_database, intoEmpty);

    /// <summary>What the database finds wrong with the tables; "ok" where nothing is.</summary>
    public string CheckIntegrity() => _database.CheckIntegrity();

    /// <summary>Begins a change that happens whole or not at all.</summary>
    /// <param name="beside">Whether others who say so too may write at the same time, where the catalog is shared: none of their photos may be the same.</param>
    public CatalogWriter Begin(bool beside = false) => new(_database, beside);

    private PhotoRecord? One(string condition, object value)
    {
        using var connection = _database.Connect();
        return connection.QueryFirstOrDefault<PhotoRecord>($"SELECT {Columns} FROM photos WHERE {condition}", new { value });
    }

    private string? Meta(string key)
    {
        using var connection = _database.Connect();
        return connection.QueryFirstOrDefault<string>("SELECT value FROM meta WHERE key = @key", new { key });
    }
}
