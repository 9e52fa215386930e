using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Vislumbre.Catalog;

/// <summary>A catalog in an SQLite file.</summary>
internal sealed class SqliteDatabase(string file) : CatalogDatabase
{
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString();

    /// <inheritdoc/>
    public override string Name => file;

    /// <inheritdoc/>
    public override string False => "0";

    /// <inheritdoc/>
    public override string In(string parameter) => $"IN {parameter}"; // Dapper makes a list of it

    /// <inheritdoc/>
    /// <remarks>Each value is a parameter, which is found by its name among all: 2,500 at once take four times as long as 200 and 200.</remarks>
    public override int IdsAtATime => 200;

    /// <inheritdoc/>
    public override WordTables Words { get; } = new SqliteWords();

    /// <summary>Brings the tables up to this program's version.</summary>
    public void Migrate()
    {
        using var connection = Connect(_connection);
        connection.Execute("PRAGMA journal_mode = WAL");
        Migrations.Apply(connection, file);
    }

    /// <inheritdoc/>
    public override DbConnection Connect() => Connect(_connection);

    // Trees of indexes stay in memory while they grow, and the log is folded in less often.
    /// <inheritdoc/>
    public override DbConnection ConnectForMuch()
    {
        // Not from the pool: another user would get it with all that memory.
        var connection = Connect(_connection + ";Pooling=False");
        connection.Execute("PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 32768");
        return connection;
    }

    /// <inheritdoc/>
    public override void AddFunctions(DbConnection connection)
    {
        var sqlite = (SqliteConnection)connection;
        sqlite.CreateFunction("fits", (string? text, string pattern, long whole) => TextPattern.Fits(text, pattern, whole != 0), isDeterministic: true);
        sqlite.CreateFunction("fits_a_line", (string? text, string pattern) => TextPattern.FitsALine(text, pattern), isDeterministic: true);
        sqlite.CreateFunction("begins", (string? text, string beginning) => TextPattern.Begins(text, beginning), isDeterministic: true);
        sqlite.CreateFunction(
            "distance_km", (double? north, double? east, double otherNorth, double otherEast) => north is { } n && east is { } e ? GreatCircle.Kilometres(n, e, otherNorth, otherEast) : (double?)null, isDeterministic: true);
    }

    /// <inheritdoc/>
    public override DbTransaction BeginWrite(DbConnection connection, bool beside = false) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <inheritdoc/>
    public override DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    /// <inheritdoc/>
    public override string VectorColumn(string column) => column;

    /// <inheritdoc/>
    public override byte[] FromStored(byte[] bytes) => bytes;

    /// <inheritdoc/>
    public override object ToStored(byte[] halves) => halves;

    /// <inheritdoc/>
    public override void Load(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows)
    {
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, at) => $"@p{at}"))})");
        foreach (var at in Enumerable.Range(0, columns.Count)) command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{at}" });
        foreach (var row in rows)
        {
            for (var at = 0; at < row.Length; at++) command.Parameters[at].Value = row[at] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    /// <inheritdoc/>
    public override string CheckIntegrity()
    {
        using var connection = Connect();
        return string.Join('\n', connection.Query<string>("PRAGMA integrity_check"));
    }

    private static SqliteConnection Connect(string to)
    {
        var connection = new SqliteConnection(to);
        connection.Open();
        // With a write-ahead log this loses nothing to a killed process and never corrupts.
        connection.Execute("PRAGMA synchronous = NORMAL");
        return connection;
    }
}
