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
                var rows = connection.ExecuteScalar<long>("SELECT reltuples::bigint FROM pg_class WHERE oid = 'embeddings'::regclass");
                if (rows < Estimated) rows = connection.ExecuteScalar<long>("SELECT count(*) FROM embeddings e JOIN photos p ON p.id = e.photo_id WHERE p.status = 0");
                var there = Enum.GetValues<PostgresCodes>().Where(codes => connection.ExecuteScalar<bool>("SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(@Name)), false)", new { Name = Name(codes) })).ToList();
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
        var there = Stand.Codes;
        var wanted = codes ?? there ?? Chosen(connection);
        if (Stand.Rows == 0 || (there == wanted && !always)) return false;
        connection.Execute("SET maintenance_work_mem = '1GB'");
        if (there == wanted)
        {
            Run(connection, $"REINDEX INDEX CONCURRENTLY {Name(wanted)}", cancellationToken);
        }
        else
        {
            // What another left half built is no use. The centre stays as long as its graph: the graph is found by it.
            connection.Execute($"DROP INDEX IF EXISTS {Name(wanted)}");
            if (wanted == PostgresCodes.Bit) Set(connection, CentreKey, connection.ExecuteScalar<string>($"SELECT avg(vector)::text FROM embeddings TABLESAMPLE SYSTEM ({Math.Clamp(100.0 * Sampled / Math.Max(Stand.Rows, 1), 0.01, 100):0.####})")!);
            var (column, kind) = wanted == PostgresCodes.Bit
                ? (Bits("vector", dimension, Value(connection, CentreKey)!), "bit_hamming_ops")
                : (Halves("vector", dimension), "halfvec_cosine_ops");
            Run(connection, $"CREATE INDEX CONCURRENTLY {Name(wanted)} ON embeddings USING hnsw ({column} {kind}) WITH (m = 16, ef_construction = 200)", cancellationToken);
            Set(connection, CodesKey, $"{wanted}");
            if (there is { } other) connection.Execute($"DROP INDEX CONCURRENTLY IF EXISTS {Name(other)}");
        }

        connection.Execute("ANALYZE embeddings");
        Forget();
        return true;
    }

    /// <summary>The name of its index.</summary>
    public static string Name(PostgresCodes codes) => codes == PostgresCodes.Bit ? "embeddings_bits" : "embeddings_graph";

    private static string Halves(string of, int dimension) => string.Create(CultureInfo.InvariantCulture, $"({of}::halfvec({dimension}))");

    // Bits are of what is left beyond the mean: embeddings of one model share a direction, in which their numbers' signs would all be the same.
    private static string Bits(string of, int dimension, string centre) =>
        string.Create(CultureInfo.InvariantCulture, $"(binary_quantize({of}::halfvec({dimension}) - '{centre}'::halfvec({dimension}))::bit({dimension}))");

    private static PostgresCodes Chosen(NpgsqlConnection connection) => Enum.TryParse<PostgresCodes>(Value(connection, CodesKey), out var codes) ? codes : PostgresCodes.Half;

    private static string? Value(System.Data.Common.DbConnection connection, string key) => connection.ExecuteScalar<string?>("SELECT value FROM meta WHERE key = @key", new { key });

    private static void Set(NpgsqlConnection connection, string key, string value) =>
        connection.Execute("INSERT INTO meta VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { key, value });

    private static void Run(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using (cancellationToken.Register(command.Cancel)) command.ExecuteNonQuery();
    }
}
