using Dapper;
using Vislumbre.Imaging;

namespace Vislumbre.Catalog;

/// <summary>What photos' own files say and how they look: read, and filled in where it is not known yet. Thread-safe.</summary>
public sealed class LookCatalog
{
    private const string Date = "coalesce(k.taken_ms, d.submitted_ms, (p.modified_ticks - 621355968000000000) / 10000)";
    private const string Dated = "FROM photos p LEFT JOIN looks k ON k.photo_id = p.id LEFT JOIN details d ON d.id = p.detail_id";

    private readonly CatalogDatabase _database;

    internal LookCatalog(CatalogDatabase database) => _database = database;

    /// <summary>A photo's look; null where it is not known.</summary>
    public PhotoLook? Find(long id)
    {
        using var connection = _database.Connect();
        if (connection.QueryFirstOrDefault<PhotoMetadata>($"SELECT {LookTables.Said} FROM looks WHERE photo_id = @id", new { id }) is not { } said) return null;
        var (keywords, hash) = connection.QuerySingle<(string?, long)>("SELECT keywords, perceptual_hash FROM looks WHERE photo_id = @id", new { id });
        var colours = connection.Query<(double L, double A, double B, double Coverage)>("SELECT l, a, b, coverage FROM look_colours WHERE photo_id = @id ORDER BY coverage DESC", new { id });
        return new PhotoLook(said with { Keywords = keywords?.Split('\n') ?? [] }, [.. colours.Select(colour => new MainColour((float)colour.L, (float)colour.A, (float)colour.B, (float)colour.Coverage))], (ulong)hash);
    }

    /// <summary>The largest of each photo's main colours, by number; photos of which none is known are left out.</summary>
    public IReadOnlyDictionary<long, MainColour> Colours(IReadOnlyCollection<long> ids)
    {
        using var connection = _database.Connect();
        return ids.Chunk(_database.IdsAtATime).SelectMany(some => connection.Query<(long Id, double L, double A, double B, double Coverage)>(
            $"SELECT photo_id, l, a, b, coverage FROM look_colours WHERE photo_id {_database.In("@some")} ORDER BY coverage DESC", new { some }))
            .DistinctBy(row => row.Id)
            .ToDictionary(row => row.Id, row => new MainColour((float)row.L, (float)row.A, (float)row.B, (float)row.Coverage));
    }

    /// <summary>Photos with a file whose look is not known: those that an earlier version indexed.</summary>
    public IReadOnlyList<PhotoRecord> Unknown()
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoRecord>($"SELECT {PhotoCatalog.Columns} FROM photos WHERE status = 0 AND path NOT LIKE '%://%' AND id NOT IN (SELECT photo_id FROM looks) ORDER BY id")];
    }

    /// <summary>Saves looks that were not known.</summary>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Save(IReadOnlyCollection<(PhotoRecord Photo, PhotoLook Look)> looks) => CatalogWriter.Guard(_database, connection =>
    {
        using var transaction = _database.BeginWrite(connection);
        foreach (var (photo, look) in looks)
        {
            // It may have been forgotten, or have got another file, meanwhile.
            if (connection.ExecuteScalar<long>("SELECT count(*) FROM photos WHERE id = @Id AND path = @Path AND sha256 = @Sha256", photo, transaction) != 1) continue;
            LookTables.Save(_database, connection, transaction, photo.Id, photo.Path, look);
            // Elsewhere a look is saved with an embedding, whose change is logged.
            _database.NoteFacts(connection, transaction, photo.Id);
        }

        transaction.Commit();
        return 0;
    });

    /// <summary>The perceptual hashes of the photos that are found, by number.</summary>
    public IReadOnlyList<(long Id, ulong Hash)> Hashes()
    {
        using var connection = _database.Connect();
        return [.. connection.Query<(long Id, long Hash)>("SELECT k.photo_id, k.perceptual_hash FROM looks k JOIN photos p ON p.id = k.photo_id WHERE p.status = 0 ORDER BY k.photo_id").Select(row => (row.Id, (ulong)row.Hash))];
    }

    /// <summary>The numbers of photos as they were taken last (<see cref="Dates"/>), the latest first, of those that are wanted.</summary>
    public IReadOnlyList<long> Latest(int count, Func<long, bool> isWanted)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<long>($"SELECT p.id {Dated} WHERE p.status IN (0, 1) ORDER BY {Date} DESC, p.id DESC", buffered: false).Where(isWanted).Take(count)];
    }

    /// <summary>When photos were taken, by number: milliseconds since 1970; what the source says, where the file says nothing, is when it was submitted.</summary>
    public IReadOnlyDictionary<long, long> Dates(IReadOnlyCollection<long> ids)
    {
        using var connection = _database.Connect();
        return ids.Chunk(_database.IdsAtATime).SelectMany(some => connection.Query<(long Id, long Ms)>($"SELECT p.id, {Date} {Dated} WHERE p.id {_database.In("@some")}", new { some })).ToDictionary(row => row.Id, row => row.Ms);
    }

    /// <summary>Whether the groups of nearly the same photos are those of the photos as they are now, and what to save new groups with.</summary>
    public (bool IsCurrent, string Now) AlikeState
    {
        get
        {
            using var connection = _database.Connect();
            var (saved, now) = connection.QuerySingle<(string?, string)>(
                """
                SELECT (SELECT value FROM meta WHERE key = 'alike_state'),
                    (SELECT id || ' ' || word FROM vector_changes WHERE facts = 0 ORDER BY id DESC LIMIT 1) || ' ' || (SELECT count(*) FROM looks)
                """);
            return (saved == now, now);
        }
    }

    /// <summary>Takes which photos are nearly the same, in place of what was known.</summary>
    /// <param name="groups">Numbers of photos, the one that stands for each group first.</param>
    /// <param name="state">What <see cref="AlikeState"/> was before the photos were compared.</param>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void SaveAlike(IEnumerable<IReadOnlyList<long>> groups, string state) => CatalogWriter.Guard(_database, connection =>
    {
        using var transaction = _database.BeginWrite(connection);
        connection.Execute("DELETE FROM look_alikes", transaction: transaction);
        connection.Execute(
            "INSERT INTO look_alikes SELECT @id, @first WHERE EXISTS (SELECT 1 FROM photos WHERE id = @id)", groups.SelectMany(group => group.Select(id => new { id, first = group[0] })), transaction);
        connection.Execute("INSERT INTO meta VALUES ('alike_state', @state) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { state }, transaction);
        transaction.Commit();
        return 0;
    });

    /// <summary>All photos that are nearly the same as others, with the one that stands for the group.</summary>
    public IReadOnlyList<(long Id, long First)> Alike()
    {
        using var connection = _database.Connect();
        return [.. connection.Query<(long, long)>("SELECT a.photo_id, a.first_id FROM look_alikes a JOIN photos p ON p.id = a.photo_id WHERE p.status = 0")];
    }

    /// <summary>The groups of nearly the same photos that some photos are in: the number that stands for the group, and how many are in it.</summary>
    public IReadOnlyDictionary<long, (long First, int Count)> Alike(IReadOnlyCollection<long> ids)
    {
        using var connection = _database.Connect();
        return ids.Chunk(_database.IdsAtATime).SelectMany(some => connection.Query<(long Id, long First, long Count)>(
            $"""
            SELECT a.photo_id, a.first_id, (SELECT count(*) FROM look_alikes o JOIN photos p ON p.id = o.photo_id WHERE o.first_id = a.first_id AND p.status = 0)
            FROM look_alikes a WHERE a.photo_id {_database.In("@some")}
            """,
            new { some })).ToDictionary(row => row.Id, row => (row.First, (int)row.Count));
    }
}
