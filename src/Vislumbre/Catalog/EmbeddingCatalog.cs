using System.Data.Common;
using Dapper;

namespace Vislumbre.Catalog;

/// <summary>The embeddings of a library's photos, and the log of their changes that an index follows. Thread-safe.</summary>
public sealed class EmbeddingCatalog
{
    private readonly CatalogDatabase _database;

    // Which changes are meant, as a condition.
    private readonly string _meant;

    internal EmbeddingCatalog(CatalogDatabase database)
        : this(database, withFacts: false)
    {
    }

    private EmbeddingCatalog(CatalogDatabase database, bool withFacts) => (_database, _meant) = (database, withFacts ? "facts >= 0" : "facts = 0");

    /// <summary>The same, with the changes of <see cref="ConditionFacts"/> among those of embeddings, for who keeps both.</summary>
    internal EmbeddingCatalog WithFacts => new(_database, withFacts: true);

    /// <summary>The last change to the set of embeddings: an index that stands there is current.</summary>
    public Generation Generation
    {
        get
        {
            using var connection = _database.Connect();
            return Last(connection, null);
        }
    }

    /// <summary>A photo's embedding, unit length; null where it has none.</summary>
    public float[]? Find(long id)
    {
        using var connection = _database.Connect();
        return connection.QueryFirstOrDefault<byte[]>($"SELECT {_database.VectorColumn("vector")} FROM embeddings WHERE photo_id = @id", new { id }) is { } blob ? HalfVector.Decode(_database.FromStored(blob)) : null;
    }

    /// <summary>The embeddings of some photos, unit length, by number; those that have none are left out.</summary>
    public IReadOnlyDictionary<long, float[]> Find(IReadOnlyCollection<long> ids)
    {
        using var connection = _database.Connect();
        return ids.Chunk(_database.IdsAtATime).SelectMany(some => connection.Query<(long Id, byte[] Vector)>($"SELECT photo_id, {_database.VectorColumn("vector")} FROM embeddings WHERE photo_id {_database.In("@some")}", new { some }))
            .ToDictionary(row => row.Id, row => HalfVector.Decode(_database.FromStored(row.Vector)));
    }

    /// <summary>Gives every embedding of a photo that is there, in the order of the photos' numbers: the number and the half-precision numbers as bytes.</summary>
    /// <returns>The change up to which was read.</returns>
    public Generation Read(Action<long, ReadOnlySpan<byte>> take)
    {
        using var connection = _database.Connect();
        using var snapshot = _database.BeginRead(connection);
        var generation = Last(connection, snapshot);
        Give(connection, snapshot, $"SELECT e.photo_id, {_database.VectorColumn("e.vector")} FROM embeddings e JOIN photos p ON p.id = e.photo_id WHERE p.status = 0 ORDER BY e.photo_id", take);
        return generation;
    }

    /// <summary>Gives the embeddings of the photos that changed after some change, as they are now: an empty one of a photo that is there no more.</summary>
    /// <param name="since">Where the reader stands.</param>
    /// <param name="take">Takes a photo's number and its half-precision numbers as bytes; numbers ascend.</param>
    /// <returns>The change up to which was read; null where the catalog has had no such change, so that everything must be read.</returns>
    public Generation? ReadChanges(Generation since, Action<long, ReadOnlySpan<byte>> take)
    {
        using var connection = _database.Connect();
        using var snapshot = _database.BeginRead(connection);
        if (connection.ExecuteScalar<long?>("SELECT word FROM vector_changes WHERE id = @Change", since, snapshot) != since.Word) return null;
        var generation = Last(connection, snapshot);
        Give(
            connection, snapshot,
            $"""
            SELECT c.photo_id, CASE WHEN p.status = 0 THEN {_database.VectorColumn("e.vector")} END FROM (SELECT DISTINCT photo_id FROM vector_changes WHERE id > @change AND {_meant} ORDER BY photo_id) c
            LEFT JOIN photos p ON p.id = c.photo_id LEFT JOIN embeddings e ON e.photo_id = c.photo_id
            """,
            take, since.Change);
        return generation;
    }

    /// <summary>
    /// Forgets the changes before one that an index has taken up; that one stays, since it is how an index is known. So many stay that
    /// whoever else follows the catalog and finds its own gone has more to take up than to read anew.
    /// </summary>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void ForgetChanges(Generation before) => CatalogWriter.Guard(_database, connection => connection.Execute(
        "DELETE FROM vector_changes WHERE id < @Change AND id < (SELECT max(id) FROM vector_changes) - @ChangesKept - 2 * (SELECT coalesce(max(photo_id), 0) FROM embeddings)", new { before.Change, ChangesKept }),
        forMuch: true);

    /// <summary>The last changes of a small library are kept in any case.</summary>
    internal const int ChangesKept = 10_000;

    /// <summary>The embeddings of some photos from all over the catalog, as bytes of half-precision numbers.</summary>
    /// <param name="count">About how many.</param>
    public IReadOnlyList<byte[]> Sample(int count)
    {
        using var connection = _database.Connect();
        var (low, high) = connection.QuerySingle<(long?, long?)>("SELECT min(photo_id), max(photo_id) FROM embeddings");
        if (low is null || high is null) return [];
        var step = Math.Max(1, (high.Value - low.Value + 1) / count);
        return [.. connection.Query<byte[]>(
            $"""
            WITH RECURSIVE wanted (id) AS (VALUES (@low) UNION ALL SELECT id + @step FROM wanted WHERE id + @step <= @high)
            SELECT {_database.VectorColumn("vector")} FROM wanted JOIN embeddings ON photo_id = id
            """,
            new { low, high, step }).Select(_database.FromStored)];
    }

    private Generation Last(DbConnection connection, DbTransaction? snapshot) =>
        connection.QuerySingle<Generation>($"SELECT id AS change, word FROM vector_changes WHERE {_meant} ORDER BY id DESC LIMIT 1", transaction: snapshot);

    private void Give(DbConnection connection, DbTransaction snapshot, string sql, Action<long, ReadOnlySpan<byte>> take, long? change = null)
    {
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (snapshot, sql);
        if (change is { } since) command.Add("@change", since);
        using var rows = command.ExecuteReader();
        while (rows.Read()) take(rows.GetInt64(0), rows.IsDBNull(1) ? [] : _database.FromStored((byte[])rows.GetValue(1)));
    }
}
