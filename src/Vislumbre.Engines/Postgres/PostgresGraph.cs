using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Postgres;

/// <summary>The graph of a library in PostgreSQL (HNSW: Malkov and Yashunin, TPAMI 2020), over embeddings or over one bit of each of their numbers.</summary>
internal sealed class PostgresGraph(PostgresDatabase database)
{
    private const string CodesKey = "graph_codes", CentreKey = "graph_centre";

    private const int Estimated = 200_000;

    // From so many the mean is as good as from all.
    private const int Sampled = 100_000;

    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private (PostgresStand Stand, DateTime At)? _known;

    /// <summary>How many photos can be found, and by which graph; of some seconds ago at most.</summary>
    public PostgresStand Stand
    {
        get
        {
            lock (_gate)
            {
                if (_known is { } known && DateTime.UtcNow - known.At < Holds) return known.Stand;
                using var connection = database.Connect();
                // Of many rows the server's own estimate does: it decides how to search, and is shown.
                var rows = Estimate(connection);
                if (rows < Estimated) rows = connection.ExecuteScalar<long>("SELECT count(*) FROM embeddings e JOIN photos p ON p.id = e.photo_id WHERE p.status = 0");
                var there = There(connection);
                // While one takes the other's place there are both: the one that goes is as good.
                var stand = new PostgresStand(rows, there.Count > 0 ? there[0] : null, there is [PostgresCodes.Bit] ? Value(connection, CentreKey) : null);
                _known = (stand, DateTime.UtcNow);
                return stand;
            }
        }
    }

    /// <summary>Looks anew the next time.</summary>
    public void Forget()
    {
        lock (_gate) _known = null;
    }

    /// <summary>How far <c>e.vector</c> is from <c>@query</c>, as a graph of halves knows it.</summary>
    public static string ByHalves(int dimension) => string.Create(CultureInfo.InvariantCulture, $"{Halves("e.vector", dimension)} <=> @query");

    /// <summary>How far <c>e.vector</c> is from <c>@query</c>, as a graph of bits knows it.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="centre">See <see cref="PostgresStand"/>.</param>
    public static string ByBits(int dimension, string centre) => string.Create(CultureInfo.InvariantCulture, $"{Bits("e.vector", dimension, centre)} <~> {Bits("@query", dimension, centre)}");

    /// <summary>Builds the graph, beside reading and writing, where there is none; or builds it anew.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="codes">By what it compares; null for what was chosen before.</param>
    /// <param name="always">Whether to build it though there is one.</param>
    /// <param name="cancellationToken">Stops it; what there was stays.</param>
    /// <returns>Whether anything was done: not on a replica, which gets its primary's, and not where another program builds.</returns>
    public bool Build(int dimension, PostgresCodes? codes, bool always, CancellationToken cancellationToken)
    {
        if (database.IsReplica()) return false;
        using var connection = (NpgsqlConnection)database.ConnectForMuch();
        // The lock goes with the connection, which is nobody's else.
        if (!connection.ExecuteScalar<bool>("SELECT pg_try_advisory_lock(@GraphLock)", new { PostgresDatabase.GraphLock })) return false;
        Forget();
        var there = There(connection);
        var wanted = codes ?? (there is [var only] ? only : Chosen(connection));
        if (Stand.Rows == 0 || (there is [var same] && same == wanted && !always)) return false;
        try
        {
            // Nobody else builds: what is not valid was left half built, and each insert pays for it.
            DropLeft(connection);
            connection.Execute("SELECT set_config('maintenance_work_mem', '1GB', false) WHERE pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('1GB')");
            if (!there.Contains(wanted)) Create(connection, wanted, dimension, cancellationToken);
            else if (always) Run(connection, $"REINDEX INDEX CONCURRENTLY {Name(wanted)}", cancellationToken);
            Set(connection, CodesKey, $"{wanted}");
            foreach (var other in there.Where(other => other != wanted)) Run(connection, $"DROP INDEX CONCURRENTLY {Name(other)}", cancellationToken);
            Run(connection, "ANALYZE embeddings", cancellationToken);
            return true;
        }
        catch (Exception) when (connection.State == ConnectionState.Open)
        {
            DropLeft(connection);
            throw;
        }
        finally
        {
            Forget();
        }
    }

    private static void Create(NpgsqlConnection connection, PostgresCodes codes, int dimension, CancellationToken cancellationToken)
    {
        var (column, kind) = (Halves("vector", dimension), "halfvec_cosine_ops");
        if (codes == PostgresCodes.Bit)
        {
            // The centre stays as long as its graph, which is found by it. A sample of few pages may have no row.
            var share = Math.Clamp(100.0 * Sampled / Math.Max(Estimate(connection), 1), 0.01, 100);
            var centre = connection.ExecuteScalar<string?>(string.Create(CultureInfo.InvariantCulture, $"SELECT avg(vector)::text FROM embeddings TABLESAMPLE SYSTEM ({share:0.####})"))
                ?? connection.ExecuteScalar<string>("SELECT avg(vector)::text FROM embeddings")!;
            Set(connection, CentreKey, centre);
            (column, kind) = (Bits("vector", dimension, centre), "bit_hamming_ops");
        }

        Run(connection, $"CREATE INDEX CONCURRENTLY {Name(codes)} ON embeddings USING hnsw ({column} {kind}) WITH (m = 16, ef_construction = 200)", cancellationToken);
    }

    private static long Estimate(DbConnection connection) => connection.ExecuteScalar<long>("SELECT reltuples::bigint FROM pg_class WHERE oid = 'embeddings'::regclass");

    private static List<PostgresCodes> There(DbConnection connection) =>
        [.. Enum.GetValues<PostgresCodes>().Where(codes => connection.ExecuteScalar<bool>("SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(@Name)), false)", new { Name = Name(codes) }))];

    private static void DropLeft(NpgsqlConnection connection)
    {
        var left = connection.Query<string>("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'embeddings'::regclass AND NOT indisvalid").ToList();
        foreach (var name in left) connection.Execute($"DROP INDEX CONCURRENTLY IF EXISTS {name}");
    }

    /// <summary>The name of its index.</summary>
    public static string Name(PostgresCodes codes) => codes == PostgresCodes.Bit ? "embeddings_bits" : "embeddings_graph";

    private static string Halves(string of, int dimension) => string.Create(CultureInfo.InvariantCulture, $"({of}::halfvec({dimension}))");

    // Bits are of what is left beyond the mean: embeddings of one model share a direction, in which their numbers' signs would all be the same.
    private static string Bits(string of, int dimension, string centre) =>
        string.Create(CultureInfo.InvariantCulture, $"(binary_quantize({of}::halfvec({dimension}) - '{centre}'::halfvec({dimension}))::bit({dimension}))");

    private static PostgresCodes Chosen(NpgsqlConnection connection) => Enum.TryParse<PostgresCodes>(Value(connection, CodesKey), out var codes) ? codes : PostgresCodes.Half;

    private static string? Value(DbConnection connection, string key) => connection.ExecuteScalar<string?>("SELECT value FROM meta WHERE key = @key", new { key });

    private static void Set(NpgsqlConnection connection, string key, string value) =>
        connection.Execute("INSERT INTO meta VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { key, value });

    private static void Run(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            using (cancellationToken.Register(command.Cancel)) command.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
