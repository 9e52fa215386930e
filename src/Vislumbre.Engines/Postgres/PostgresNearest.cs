using System.Globalization;
using Dapper;
using Npgsql;
using Pgvector;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Engines.Postgres;

/// <summary>
/// Nearest photos by pgvector: exactly where few rows are asked, else by HNSW (Malkov and Yashunin, TPAMI 2020) with a scan that goes on
/// until enough rows meet the condition, so that no answer comes short.
/// </summary>
internal sealed class PostgresNearest(PostgresDatabase database) : INearestPhotos
{
    // Below so many rows an exact search takes as long as one by the graph, and is exact (docs/engines.md).
    private const int ExactBelow = 50_000;

    private const int Estimated = 200_000;

    // Below this even ten answers miss one in ten among clustered photos; above lies the graph's own limit.
    private const int NarrowestSearch = 600;
    private const int WidestSearch = 1000;

    private static readonly TimeSpan CountHolds = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private (long Rows, bool HasGraph, DateTime At)? _known;

    /// <inheritdoc/>
    public (Neighbour[] Found, long Rows) Search(ReadOnlyMemory<float> embedding, int count, IdSet? among = null, CancellationToken cancellationToken = default)
    {
        var (rows, hasGraph) = Known();
        return (Search(embedding.Span, count, among, Ids(among), hasGraph, rows), rows);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Neighbour[]> SearchMany(IReadOnlyList<ReadOnlyMemory<float>> embeddings, int count, IdSet? among = null, CancellationToken cancellationToken = default)
    {
        var (rows, hasGraph) = Known();
        var ids = Ids(among);
        var found = new Neighbour[embeddings.Count][];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, at => found[at] = Search(embeddings[at].Span, count, among, ids, hasGraph, rows));
        return found;
    }

    /// <inheritdoc/>
    public long Count(int dimension, CancellationToken cancellationToken = default) => Known().Rows;

    /// <inheritdoc/>
    /// <remarks>Builds the graph where there are enough rows for one. It is built beside reading and writing.</remarks>
    public bool Tidy(int dimension, bool always = false, CancellationToken cancellationToken = default)
    {
        lock (_gate) _known = null;
        var (rows, hasGraph) = Known();
        if ((hasGraph || rows < ExactBelow) && !always) return false;
        using var connection = (NpgsqlConnection)database.ConnectForMuch();
        // A replica gets its primary's.
        if (connection.ExecuteScalar<bool>("SELECT pg_is_in_recovery()")) return false;
        // One of several programs builds it; the lock goes with the connection, which is nobody's else.
        if (!connection.ExecuteScalar<bool>("SELECT pg_try_advisory_lock(@Lock)", new { Lock = PostgresDatabase.GraphLock })) return false;
        lock (_gate) _known = null;
        hasGraph = Known().HasGraph;
        if (hasGraph && !always) return false;
        connection.Execute("SET maintenance_work_mem = '1GB'");
        // What another left half built is no use.
        if (!hasGraph) connection.Execute("DROP INDEX IF EXISTS embeddings_graph");
        using var command = connection.CreateCommand();
        command.CommandText = hasGraph
            ? "REINDEX INDEX CONCURRENTLY embeddings_graph"
            : string.Create(CultureInfo.InvariantCulture, $"CREATE INDEX CONCURRENTLY embeddings_graph ON embeddings USING hnsw ((vector::halfvec({dimension})) halfvec_cosine_ops) WITH (m = 16, ef_construction = 200)");
        using (cancellationToken.Register(command.Cancel)) command.ExecuteNonQuery();
        connection.Execute("ANALYZE embeddings");
        lock (_gate) _known = null;
        return true;
    }

    // The ids of a condition; none where all up to one, or all, may be given.
    private static long[]? Ids(IdSet? among) => among is { Prefix: null } ? [.. among.Between(0, long.MaxValue)] : null;

    private Neighbour[] Search(ReadOnlySpan<float> embedding, int count, IdSet? among, long[]? ids, bool hasGraph, long rows)
    {
        if (count < 1 || among is { Count: 0 }) return [];
        var dimension = embedding.Length;
        // A condition that few meet is answered among those; one that most meet is tested along the way.
        var byGraph = hasGraph && !(ids?.Length <= ExactBelow);
        var condition = ids is not null ? "AND e.photo_id = ANY(@ids)" : among is not null ? "AND e.photo_id <= @prefix" : "";
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute(
            byGraph
                ? string.Create(CultureInfo.InvariantCulture, $"SET LOCAL hnsw.ef_search = {Math.Clamp(8 * count, NarrowestSearch, WidestSearch)}; SET LOCAL hnsw.iterative_scan = relaxed_order; SET LOCAL hnsw.max_scan_tuples = {Math.Max(20_000, rows)}; SET LOCAL hnsw.scan_mem_multiplier = 16; SET LOCAL enable_seqscan = off")
                : "SET LOCAL enable_indexscan = off",
            transaction: transaction);
        // Ties are broken afterwards: a second key would forbid the graph.
        var found = connection.Query<(long Id, double Distance)>(
            string.Create(CultureInfo.InvariantCulture, $"""
                SELECT e.photo_id, e.vector::halfvec({dimension}) <=> @query FROM embeddings e JOIN photos p ON p.id = e.photo_id
                WHERE p.status = 0 {condition} ORDER BY e.vector::halfvec({dimension}) <=> @query LIMIT @count
                """),
            new { query = new HalfVector(Array.ConvertAll(embedding.ToArray(), number => (Half)number)), count, prefix = among?.Prefix, ids }, transaction);
        var hits = found.ToList();
        // The graph gave up before enough of its rows met the condition: then all are compared.
        if (byGraph && hits.Count < count)
        {
            transaction.Dispose();
            connection.Dispose();
            return Search(embedding, count, among, ids, hasGraph: false, rows);
        }

        return [.. hits.Select(row => new Neighbour(row.Id, (float)(1 - row.Distance))).OrderByDescending(one => one.Score).ThenBy(one => one.Id)];
    }

    private (long Rows, bool HasGraph) Known()
    {
        lock (_gate)
        {
            if (_known is { } known && DateTime.UtcNow - known.At < CountHolds) return (known.Rows, known.HasGraph);
            using var connection = database.Connect();
            // Of many rows the server's own estimate does: it decides how to search, and is shown.
            var rows = connection.ExecuteScalar<long>("SELECT reltuples::bigint FROM pg_class WHERE oid = 'embeddings'::regclass");
            if (rows < Estimated) rows = connection.ExecuteScalar<long>("SELECT count(*) FROM embeddings e JOIN photos p ON p.id = e.photo_id WHERE p.status = 0");
            var hasGraph = connection.ExecuteScalar<bool>("SELECT coalesce((SELECT i.indisvalid FROM pg_index i WHERE i.indexrelid = to_regclass('embeddings_graph')), false)");
            _known = (rows, hasGraph, DateTime.UtcNow);
            return (rows, hasGraph);
        }
    }
}
