using System.Globalization;
using Dapper;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Engines.Postgres;

/// <summary>
/// Nearest photos by pgvector: exactly where few rows are asked, else by a graph with a scan that goes on until enough rows meet the
/// condition, so that no answer comes short.
/// </summary>
public sealed class PostgresNearest : INearestPhotos
{
    // Below this even ten answers miss one in ten among clustered photos; above lies the graph's own limit.
    private const int NarrowestSearch = 600;
    private const int WidestSearch = 1000;

    // Those that meet a condition lie farther away than all do, where the graph misses more: so many times as many are asked of it.
    private const int Farther = 10;

    // So many found by their bits are weighed by their embeddings for each that is wanted, and so many at least.
    private const int Weighed = 40;
    private const int LeastWeighed = 1000;

    private const string Exactly = "SET LOCAL enable_indexscan = off; SET LOCAL jit = off";

    private readonly PostgresDatabase _database;
    private readonly PostgresGraph _graph;

    internal PostgresNearest(PostgresDatabase database) => (_database, _graph) = (database, new PostgresGraph(database));

    /// <summary>So few photos are all compared, whether there is a graph or not: that takes about as long, and is exact (docs/engines.md).</summary>
    internal int ExactBelow { get; set; } = 50_000;

    /// <summary>What the graph compares photos by; null where there is none, and all are compared.</summary>
    public PostgresCodes? Codes => _graph.Stand.Codes;

    /// <inheritdoc/>
    public (Neighbour[] Found, long Rows) Search(ReadOnlyMemory<float> embedding, int count, PhotoScope? among = null, CancellationToken cancellationToken = default)
    {
        var stand = _graph.Stand;
        return (Search(embedding.Span, count, among?.Ids, Ids(among?.Ids), stand), stand.Rows);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Neighbour[]> SearchMany(IReadOnlyList<ReadOnlyMemory<float>> embeddings, int count, PhotoScope? among = null, CancellationToken cancellationToken = default)
    {
        var stand = _graph.Stand;
        var ids = Ids(among?.Ids);
        var found = new Neighbour[embeddings.Count][];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, at => found[at] = Search(embeddings[at].Span, count, among?.Ids, ids, stand));
        return found;
    }

    /// <inheritdoc/>
    public long Count(int dimension, CancellationToken cancellationToken = default) => _graph.Stand.Rows;

    /// <inheritdoc/>
    /// <remarks>Builds the graph where there are enough rows for one, and forgets changes that nobody would take up one by one.</remarks>
    public bool Tidy(int dimension, bool always = false, CancellationToken cancellationToken = default)
    {
        if (_database.IsReplica()) return false;
        var embeddings = new EmbeddingCatalog(_database);
        embeddings.ForgetChanges(embeddings.Generation);
        _graph.Forget();
        var stand = _graph.Stand;
        return (always || (stand.Codes is null && stand.Rows >= ExactBelow)) && _graph.Build(dimension, codes: null, always, cancellationToken);
    }

    /// <summary>Builds the graph over other codes, beside the one that is there, which is searched until then.</summary>
    /// <param name="codes">What it compares by.</param>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="cancellationToken">Stops it; what there was stays.</param>
    /// <returns>Whether it was built: not where it is there, where another program builds, or on a replica.</returns>
    public bool Build(PostgresCodes codes, int dimension, CancellationToken cancellationToken = default) => _graph.Build(dimension, codes, always: false, cancellationToken);

    // A planner that thinks a sort cheaper would compare all rows. To compile a plan takes longer than to run it.
    private static string ByGraph(int width, long rows) => string.Create(CultureInfo.InvariantCulture, $"""
        SET LOCAL hnsw.ef_search = {width}; SET LOCAL hnsw.iterative_scan = relaxed_order; SET LOCAL hnsw.max_scan_tuples = {Math.Max(20_000, rows)}; SET LOCAL hnsw.scan_mem_multiplier = 16;
        SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_material = off; SET LOCAL jit = off
        """);

    // The ids of a condition; none where all up to one, or all, may be given.
    private static long[]? Ids(IdSet? among) => among is { Prefix: null } ? [.. among.Between(0, long.MaxValue)] : null;

    private Neighbour[] Search(ReadOnlySpan<float> embedding, int count, IdSet? among, long[]? ids, PostgresStand stand)
    {
        if (count < 1 || among is { Count: 0 }) return [];
        // A condition that few meet is answered among those; one that most meet is tested along the way.
        var byGraph = stand.Codes is not null && stand.Rows >= ExactBelow && !(ids?.Length < ExactBelow);
        var byBits = byGraph && stand.Codes == PostgresCodes.Bit;
        var (candidates, width) = byBits ? (Math.Max(LeastWeighed, Weighed * (long)count), WidestSearch) : (byGraph && ids is not null ? Farther * (long)count : count, Math.Clamp(8 * count, NarrowestSearch, WidestSearch));
        using var connection = _database.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute(byGraph ? ByGraph(width, stand.Rows) : Exactly, transaction: transaction);
        var condition = ids is not null ? "AND e.photo_id = ANY(@ids)" : among is not null ? "AND e.photo_id <= @prefix" : "";
        var dimension = embedding.Length;
        // Ties are broken afterwards: a second key would have the graph passed over.
        string Nearest(string columns, string order) => $"SELECT {columns} FROM embeddings e JOIN photos p ON p.id = e.photo_id WHERE p.status = 0 {condition} ORDER BY {order} LIMIT @candidates";
        var hits = connection.Query<(long Id, double Distance)>(
            byBits
                ? $"SELECT photo_id, vector <=> @query FROM ({Nearest("e.photo_id, e.vector", PostgresGraph.ByBits(dimension, stand.Centre!))}) AS near"
                : Nearest($"e.photo_id, {PostgresGraph.ByHalves(dimension)}", PostgresGraph.ByHalves(dimension)),
            new { query = new Pgvector.HalfVector(Array.ConvertAll(embedding.ToArray(), number => (Half)number)), candidates, prefix = among?.Prefix, ids }, transaction).ToList();
        // The graph gave up before enough of its rows met the condition: then all are compared.
        if (byGraph && hits.Count < count)
        {
            transaction.Dispose();
            connection.Dispose();
            return Search(embedding, count, among, ids, stand with { Codes = null });
        }

        return [.. hits.Select(row => new Neighbour(row.Id, (float)(1 - row.Distance))).OrderByDescending(one => one.Score).ThenBy(one => one.Id).Take(count)];
    }
}
