using Dapper;
using Npgsql;
using NpgsqlTypes;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Engines.Postgres;

/// <summary>The photos that workers are to index, files and addresses, as a table that each takes its share of. Thread-safe.</summary>
public sealed class IndexingWork
{
    private const string Columns = "id, path, bytes, modified_ticks, address, detail_id";

    private readonly PostgresDatabase _database;
    private readonly PhotoCatalog _catalog;

    internal IndexingWork(PostgresDatabase database, PhotoCatalog catalog) => (_database, _catalog) = (database, catalog);

    /// <summary>Opens a library with its queue.</summary>
    /// <param name="place">The library's address, see <see cref="PostgresAddress"/>.</param>
    /// <param name="create">Whether to make the tables where there are none.</param>
    /// <exception cref="LibraryException">It cannot be reached or used, or there is none.</exception>
    public static (PhotoLibrary Library, IndexingWork Work) Open(string place, bool create = false)
    {
        var (library, database) = PostgresLibrary.Connect(place, create);
        return (library, new IndexingWork(database, library.Catalog));
    }

    /// <summary>Adds files; one that waits already is brought up to date.</summary>
    /// <returns>How many were taken.</returns>
    public long Add(IEnumerable<FoundFile> files)
    {
        using var connection = (NpgsqlConnection)_database.ConnectForMuch();
        using var transaction = connection.BeginTransaction();
        var taken = Add(connection, transaction, files.Select(file => new QueuedPhoto(0, file.Path, file.Size, file.ModifiedUtc.Ticks, null, null)));
        transaction.Commit();
        return taken;
    }

    /// <summary>Adds the photos of a source that the catalog knows and that are not indexed, to be fetched by whoever indexes them. They stay known by their addresses.</summary>
    /// <param name="source">Which source.</param>
    /// <param name="options">Which of its photos, and in what size.</param>
    /// <returns>How many were taken, how many are indexed already, and how many are not asked for again: gone, or they could not be read.</returns>
    public (long Taken, int Indexed, int LeftOut) Add(string source, PullOptions options)
    {
        using var connection = (NpgsqlConnection)_database.ConnectForMuch();
        using var transaction = (NpgsqlTransaction)_database.BeginWrite(connection);
        var photos = connection.Query<(long Id, string Key, string Address, bool Indexed, bool GivenUp)>(
            """
            SELECT id, key, image_address, EXISTS (SELECT 1 FROM photos p WHERE p.detail_id = d.id AND p.status = 0 AND (p.path NOT LIKE '%://%' OR p.path = d.image_address)),
                state = @Gone OR EXISTS (SELECT 1 FROM photos p WHERE p.path = d.image_address AND p.status = 1)
            FROM details d WHERE source = @source AND image_address IS NOT NULL ORDER BY id
            """,
            new { source, DownloadState.Gone }, transaction).Where(photo => options.Only?.Contains(photo.Key) != false).ToList();
        var wanted = photos.FindAll(photo => !photo.Indexed && (!photo.GivenUp || options.RetryGone));
        connection.Execute("UPDATE details SET state = 0, state_reason = NULL WHERE id = ANY(@ids) AND state IN (2, 3)", new { ids = wanted.Select(photo => photo.Id).ToArray() }, transaction);
        var taken = Add(connection, transaction, wanted.Select(photo => new QueuedPhoto(0, photo.Address, 0, 0, options.Size.Of(photo.Address), photo.Id)));
        transaction.Commit();
        var indexed = photos.Count(photo => photo.Indexed);
        return (taken, indexed, photos.Count - indexed - wanted.Count);
    }

    /// <summary>How many files wait, and how many some worker has.</summary>
    public (long Waiting, long Leased) Count()
    {
        using var connection = _database.Connect();
        return connection.QuerySingle<(long, long)>("SELECT count(*) FILTER (WHERE leased_until IS NULL OR leased_until < now()), count(*) FILTER (WHERE leased_until >= now()) FROM work");
    }

    /// <summary>Takes photos for a while. One that was tried before comes by itself: it may be what ended a worker, and its neighbours should not suffer for it.</summary>
    /// <param name="worker">Who takes them.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="lease">For how long.</param>
    public IReadOnlyList<QueuedPhoto> Lease(string worker, int count, TimeSpan lease)
    {
        using var connection = _database.Connect();
        var fresh = Take("tries = 0", count);
        return fresh.Count > 0 ? fresh : Take("tries > 0", 1);

        List<QueuedPhoto> Take(string condition, int most) => [.. connection.Query<QueuedPhoto>(
            $"""
            UPDATE work SET worker = @worker, leased_until = now() + @lease, tries = tries + 1 WHERE id IN (
                SELECT id FROM work WHERE (leased_until IS NULL OR leased_until < now()) AND {condition} ORDER BY id LIMIT @most FOR UPDATE SKIP LOCKED)
            RETURNING {Columns}
            """,
            new { worker, lease, most })];
    }

    /// <summary>Tells that a worker lives: what it has stays its own for a while longer.</summary>
    public void Renew(string worker, TimeSpan lease)
    {
        using var connection = _database.Connect();
        connection.Execute("UPDATE work SET leased_until = now() + @lease WHERE worker = @worker AND leased_until >= now()", new { worker, lease });
    }

    /// <summary>Takes what is committed out of the queue. What the worker had too long is another's by now, and stays.</summary>
    public void Finish(string worker, IReadOnlyCollection<long> ids)
    {
        using var connection = _database.Connect();
        connection.Execute("DELETE FROM work WHERE id = ANY(@ids) AND worker = @worker", new { ids, worker });
    }

    /// <summary>Gives back what a worker has and does not come to.</summary>
    public void GiveBack(string worker)
    {
        using var connection = _database.Connect();
        connection.Execute("UPDATE work SET leased_until = NULL, worker = NULL, tries = tries - 1 WHERE worker = @worker", new { worker });
    }

    /// <summary>Sets aside the files whose workers died each time: they are photos that failed from now on.</summary>
    /// <param name="tries">After so many times.</param>
    /// <returns>How many there were.</returns>
    public int SetAside(int tries)
    {
        List<QueuedPhoto> gone;
        using (var connection = _database.Connect()) gone = [.. connection.Query<QueuedPhoto>($"SELECT {Columns} FROM work WHERE tries >= @tries AND leased_until < now()", new { tries })];
        if (gone.Count == 0) return 0;
        // First the photos, then the queue: who dies between leaves what is done once more.
        foreach (var one in gone)
        {
            using (var writer = _catalog.Begin())
            {
                // The last of them may have committed it and died before it struck it off.
                if (_catalog.FindPath(one.Path) is { Status: PhotoStatus.Indexed } photo && (one.Address is not null || (photo.Bytes == one.Bytes && photo.ModifiedTicks == one.ModifiedTicks))) continue;
                var reason = one.Address is null
                    ? Language.Say($"The worker ended {tries} times while it had this photo: look at the file, then index it by itself.", $"O processo acabou {tries} vezes com esta foto: veja o arquivo e indexe-o sozinho.")
                    : Language.Say($"The worker ended {tries} times while it had this photo: it is not asked for again unless told.", $"O processo acabou {tries} vezes com esta foto: não será pedida de novo sem ordem.");
                writer.SaveFailed(new PhotoRecord { Path = one.Path, Bytes = one.Bytes, ModifiedTicks = one.ModifiedTicks, HandledTicks = DateTime.UtcNow.Ticks, DetailId = one.DetailId, Reason = reason });
                writer.Commit();
            }
        }

        using (var connection = _database.Connect())
            return connection.Execute("DELETE FROM work WHERE id = ANY(@ids) AND tries >= @tries AND leased_until < now()", new { ids = gone.Select(one => one.Id).ToArray(), tries });
    }

    private static int Add(NpgsqlConnection connection, NpgsqlTransaction transaction, IEnumerable<QueuedPhoto> photos)
    {
        connection.Execute("CREATE TEMPORARY TABLE coming (path text, bytes bigint, modified_ticks bigint, address text, detail_id bigint) ON COMMIT DROP", transaction: transaction);
        using (var rows = connection.BeginBinaryImport("COPY coming FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var photo in photos)
            {
                rows.StartRow();
                rows.Write(photo.Path, NpgsqlDbType.Text);
                rows.Write(photo.Bytes, NpgsqlDbType.Bigint);
                rows.Write(photo.ModifiedTicks, NpgsqlDbType.Bigint);
                rows.Write(photo.Address, NpgsqlDbType.Text);
                rows.Write(photo.DetailId, NpgsqlDbType.Bigint);
            }

            rows.Complete();
        }

        // A source that gives a photo another address: under the old one it is asked for no more.
        connection.Execute("DELETE FROM work w USING coming c WHERE w.detail_id = c.detail_id AND w.path <> c.path", transaction: transaction);
        return connection.Execute(
            """
            INSERT INTO work (path, bytes, modified_ticks, address, detail_id) SELECT DISTINCT ON (path) path, bytes, modified_ticks, address, detail_id FROM coming ORDER BY path
            ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes, modified_ticks = excluded.modified_ticks, address = excluded.address, detail_id = excluded.detail_id, worker = NULL, leased_until = NULL, tries = 0
                WHERE (work.bytes, work.modified_ticks, work.address) IS DISTINCT FROM (excluded.bytes, excluded.modified_ticks, excluded.address)
            """,
            transaction: transaction);
    }
}
