using Dapper;
using Npgsql;
using NpgsqlTypes;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Engines.Postgres;

/// <summary>The files that workers are to index, as a table that each takes its share of. Thread-safe.</summary>
public sealed class IndexingWork
{
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
        using var connection = (NpgsqlConnection)_database.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("CREATE TEMPORARY TABLE coming (path text, bytes bigint, modified_ticks bigint) ON COMMIT DROP", transaction: transaction);
        using (var rows = connection.BeginBinaryImport("COPY coming FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var file in files)
            {
                rows.StartRow();
                rows.Write(file.Path, NpgsqlDbType.Text);
                rows.Write(file.Size, NpgsqlDbType.Bigint);
                rows.Write(file.ModifiedUtc.Ticks, NpgsqlDbType.Bigint);
            }

            rows.Complete();
        }

        var taken = connection.Execute(
            """
            INSERT INTO work (path, bytes, modified_ticks) SELECT DISTINCT ON (path) path, bytes, modified_ticks FROM coming ORDER BY path
            ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes, modified_ticks = excluded.modified_ticks, worker = NULL, leased_until = NULL, tries = 0
                WHERE work.bytes <> excluded.bytes OR work.modified_ticks <> excluded.modified_ticks
            """,
            transaction: transaction);
        transaction.Commit();
        return taken;
    }

    /// <summary>How many files wait, and how many some worker has.</summary>
    public (long Waiting, long Leased) Count()
    {
        using var connection = _database.Connect();
        return connection.QuerySingle<(long, long)>("SELECT count(*) FILTER (WHERE leased_until IS NULL OR leased_until < now()), count(*) FILTER (WHERE leased_until >= now()) FROM work");
    }

    /// <summary>Takes files for a while. One that was tried before comes by itself: it may be what ended a worker, and its neighbours should not suffer for it.</summary>
    /// <param name="worker">Who takes them.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="lease">For how long.</param>
    /// <returns>Their numbers in the queue, and the files.</returns>
    public IReadOnlyList<(long Id, FoundFile File)> Lease(string worker, int count, TimeSpan lease)
    {
        using var connection = _database.Connect();
        var fresh = Take("tries = 0", count);
        return fresh.Count > 0 ? fresh : Take("tries > 0", 1);

        List<(long, FoundFile)> Take(string condition, int most) => [.. connection.Query<(long Id, string Path, long Bytes, long Ticks)>(
            $"""
            UPDATE work SET worker = @worker, leased_until = now() + @lease, tries = tries + 1 WHERE id IN (
                SELECT id FROM work WHERE (leased_until IS NULL OR leased_until < now()) AND {condition} ORDER BY id LIMIT @most FOR UPDATE SKIP LOCKED)
            RETURNING id, path, bytes, modified_ticks
            """,
            new { worker, lease, most }).Select(row => (row.Id, new FoundFile(row.Path, row.Bytes, new DateTime(row.Ticks, DateTimeKind.Utc))))];
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
        List<(long Id, string Path, long Bytes, long Ticks)> gone;
        using (var connection = _database.Connect())
            gone = [.. connection.Query<(long, string, long, long)>("SELECT id, path, bytes, modified_ticks FROM work WHERE tries >= @tries AND leased_until < now()", new { tries })];
        if (gone.Count == 0) return 0;
        // First the photos, then the queue: who dies between leaves what is done once more.
        using (var writer = _catalog.Begin())
        {
            foreach (var (_, path, bytes, ticks) in gone)
            {
                // The last of them may have committed it and died before it struck it off.
                if (_catalog.FindPath(path) is { Status: PhotoStatus.Indexed } photo && photo.Bytes == bytes && photo.ModifiedTicks == ticks) continue;
                var reason = Language.Say($"The worker ended {tries} times while it had this photo: look at the file, then index it by itself.", $"O processo acabou {tries} vezes com esta foto: veja o arquivo e indexe-o sozinho.");
                writer.SaveFailed(new PhotoRecord { Path = path, Bytes = bytes, ModifiedTicks = ticks, HandledTicks = DateTime.UtcNow.Ticks, Reason = reason });
            }

            writer.Commit();
        }

        using (var connection = _database.Connect())
            return connection.Execute("DELETE FROM work WHERE id = ANY(@ids) AND tries >= @tries AND leased_until < now()", new { ids = gone.Select(one => one.Id).ToArray(), tries });
    }
}
