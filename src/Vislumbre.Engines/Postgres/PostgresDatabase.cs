using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Dapper;
using Npgsql;
using Vislumbre.Catalog;
using StoredVector = Pgvector.HalfVector;

namespace Vislumbre.Engines.Postgres;

/// <summary>A catalog in PostgreSQL with pgvector. Embeddings are <c>halfvec</c>; words are <c>tsvector</c>.</summary>
internal sealed class PostgresDatabase : CatalogDatabase, IDisposable
{
    /// <summary>Who writes holds this advisory lock to the end of the change, those who write beside each other share it; who migrates holds it, too.</summary>
    public const long WriterLock = 0x7669736c756d;

    /// <summary>Who builds what finds the nearest holds this one.</summary>
    public const long GraphLock = WriterLock + 1;

    /// <summary>Taken at the end of a change, when its changes of embeddings are numbered: numbers become visible in their order.</summary>
    public const long NumberLock = WriterLock + 2;

    // The header of halfvec's binary form: dimension and a reserved word, two bytes each.
    private const int VectorHeader = 4;

    // A writer waits for those before it, an import of a large source among them; it asks again and again, so that each question is short and
    // a network that stalls is noticed. Who wants to write alone waits in line, so that those who share do not pass before it for ever.
    private static readonly TimeSpan WriterPatience = TimeSpan.FromMinutes(30), Pause = TimeSpan.FromMilliseconds(10), InLine = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source, _forMuch;
    private readonly TimeSpan _patience;

    static PostgresDatabase()
    {
        PoolThreads.Provide();
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new HalfVectorParameter());
    }

    /// <summary>Prepares to reach one. Nothing is asked yet.</summary>
    public PostgresDatabase(PostgresAddress address)
    {
        Name = address.Shown;
        var builder = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        var seconds = builder.Timeout;
        // Encryption and then none are two tries, of each host.
        _patience = seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds((2 * seconds + 1) * builder.Host!.Split(',').Length);
        _source = Source(address.ConnectionString);
        // Statements over millions of rows take their time.
        (builder.CommandTimeout, builder.Pooling) = (0, false);
        _forMuch = Source(builder.ToString());
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string False => "false";

    /// <inheritdoc/>
    public override string In(string parameter) => $"= ANY({parameter})";

    /// <inheritdoc/>
    public override WordTables Words { get; } = new PostgresWords();

    /// <summary>Whether it is a replica, which can only be read.</summary>
    public bool IsReplica()
    {
        using var connection = Connect();
        return connection.ExecuteScalar<bool>("SELECT pg_is_in_recovery()");
    }

    /// <summary>Brings the tables up to this program's version, one process at a time.</summary>
    /// <param name="create">Whether to make them where there are none.</param>
    /// <exception cref="LibraryException">There are none, or they are a newer program's.</exception>
    public void Migrate(bool create)
    {
        using (var connection = Open(_source))
        {
            if (!PostgresSchema.Apply(connection, Name, create)) return;
        }

        // pgvector's types came with the migration.
        using var fresh = Open(_source);
        fresh.ReloadTypes();
        NpgsqlConnection.ClearAllPools();
    }

    // Opened by the asynchronous way, whatever waits for it: the other hands the socket the time that is left in whole milliseconds, and where
    // that is less than one, as when encryption was tried first and the server said nothing, waits without end (Npgsql 10.0).
    private NpgsqlConnection Open(NpgsqlDataSource source)
    {
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            return source.OpenConnectionAsync(patience.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            throw new NpgsqlException(Language.Say($"{Name} did not answer in time.", $"{Name} não respondeu a tempo."), new TimeoutException(e.Message, e));
        }
    }

    private static NpgsqlDataSource Source(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.UseVector();
        return builder.Build();
    }

    /// <inheritdoc/>
    public override DbConnection Connect() => Open(_source);

    /// <inheritdoc/>
    public override DbConnection ConnectForMuch() => Open(_forMuch);

    /// <inheritdoc/>
    public override DbTransaction BeginWrite(DbConnection connection, bool beside = false)
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            var transaction = connection.BeginTransaction();
            try
            {
                if (Claim(connection, transaction, beside)) return transaction;
            }
            catch
            {
                transaction.Dispose();
                throw;
            }

            transaction.Dispose();
            if (Stopwatch.GetElapsedTime(since) > WriterPatience)
                throw new LibraryException(LibraryFault.Busy, Language.Say($"Another program has been writing {Name} for half an hour.", $"Outro programa escreve em {Name} há meia hora."));
            if (beside) Thread.Sleep(Pause);
        }
    }

    private static bool Claim(DbConnection connection, DbTransaction transaction, bool beside)
    {
        if (beside) return connection.ExecuteScalar<bool>("SELECT pg_try_advisory_xact_lock_shared(@WriterLock)", new { WriterLock }, transaction);
        try
        {
            connection.Execute($"SET LOCAL lock_timeout = {InLine.TotalMilliseconds}; SELECT pg_advisory_xact_lock({WriterLock}); SET LOCAL lock_timeout TO DEFAULT", transaction: transaction);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override void NoteFacts(DbConnection connection, DbTransaction transaction, long id)
    {
        connection.Execute("SELECT pg_advisory_xact_lock(@NumberLock)", new { NumberLock }, transaction);
        base.NoteFacts(connection, transaction, id);
    }

    /// <inheritdoc/>
    public override DbTransaction BeginRead(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    /// <inheritdoc/>
    public override string VectorColumn(string column) => $"substring(halfvec_send({column}) FROM {VectorHeader + 1})";

    /// <inheritdoc/>
    public override byte[] FromStored(byte[] bytes)
    {
        // PostgreSQL sends numbers with the high byte first.
        var halves = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        BinaryPrimitives.ReverseEndianness(halves, halves);
        return bytes;
    }

    /// <inheritdoc/>
    public override object ToStored(byte[] halves) => new StoredVector(MemoryMarshal.Cast<byte, Half>(halves.AsSpan()).ToArray());

    /// <inheritdoc/>
    public override void Load(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0) return;
        var names = string.Join(", ", columns);
        string[] types;
        using (var shape = connection.ExecuteReader($"SELECT {names} FROM {table} LIMIT 0", transaction: transaction)) types = [.. Enumerable.Range(0, columns.Count).Select(shape.GetDataTypeName)];
        using var import = ((NpgsqlConnection)connection).BeginBinaryImport($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            import.StartRow();
            for (var at = 0; at < row.Length; at++)
            {
                if (row[at] is null) import.WriteNull();
                else import.Write(row[at], types[at]);
            }
        }

        import.Complete();
    }

    /// <inheritdoc/>
    public override void AfterLoad(DbConnection connection, DbTransaction transaction, IEnumerable<string> tables)
    {
        foreach (var table in tables) connection.Execute($"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(1, (SELECT max(id) FROM {table})))", transaction: transaction);
    }

    /// <inheritdoc/>
    public override string CheckIntegrity()
    {
        using var connection = Connect();
        var strays = connection.ExecuteScalar<long>("SELECT count(*) FROM photos p LEFT JOIN embeddings e ON e.photo_id = p.id WHERE p.status = 0 AND e.photo_id IS NULL");
        return strays == 0 ? "ok" : Language.Say($"{strays:N0} photos have no embedding", $"{strays:N0} fotos não têm embedding");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _forMuch.Dispose();
    }

    private sealed class HalfVectorParameter : SqlMapper.TypeHandler<StoredVector>
    {
        public override void SetValue(IDbDataParameter parameter, StoredVector? value) => parameter.Value = value;

        public override StoredVector? Parse(object value) => (StoredVector)value;
    }
}
