using System.Data.Common;
using System.Globalization;
using Dapper;
using Vislumbre.Sources;

namespace Vislumbre.Catalog;

/// <summary>Takes a source's tables into the catalog, all of them or none: what is not committed when it is disposed never happened.</summary>
public sealed class SourceWriter : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly string _source;
    private readonly Dictionary<string, long> _details = new(StringComparer.Ordinal);
    private Dictionary<string, long>? _words;
    private readonly DbCommand _newWord;

    private readonly CatalogDatabase _database;

    internal SourceWriter(CatalogDatabase database, string source)
    {
        (_database, _source) = (database, source);
        _connection = Guard(database.ConnectForMuch);
        try
        {
            _transaction = Guard(() => database.BeginWrite(_connection));
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        foreach (var (id, key) in _connection.Query<(long, string)>("SELECT id, key FROM details WHERE source = @source", new { source }, _transaction)) _details[key] = id;
        _newWord = Command("INSERT INTO words (word) VALUES (@0) RETURNING id", 1);
    }

    /// <summary>Takes a table's rows: photos are added or brought up to date by their keys; of any other table the rows take the place of the source's old ones.</summary>
    /// <param name="table">Which.</param>
    /// <param name="rows">Values in the order of the table's columns.</param>
    /// <param name="cancellationToken">Asked between rows.</param>
    /// <returns>How many rows were taken, and how many name a photo that is not there.</returns>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public (long Taken, long Strangers) Write(SourceTable table, IEnumerable<object?[]> rows, CancellationToken cancellationToken = default)
    {
        var isPhotos = table.Name == UnsplashTables.Photos.Name;
        if (!isPhotos) Guard(() => _connection.Execute($"DELETE FROM {table.Name} WHERE detail_id IN (SELECT id FROM details WHERE source = @_source)", new { _source }, _transaction));
        using var insert = isPhotos ? Upsert(table) : Insert(table);
        var (taken, strangers) = (0L, 0L);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = (string)row[0]!;
            if (isPhotos)
            {
                Bind(insert, table, row, key);
                _details[key] = Guard(() => (long)insert.ExecuteScalar()!);
                if (!seen.Add(key)) continue; // of two rows of one photo the later is right
            }
            else if (_details.TryGetValue(key, out var detail))
            {
                Bind(insert, table, row, detail);
                Guard(insert.ExecuteNonQuery);
            }
            else
            {
                strangers++;
                continue;
            }

            taken++;
        }

        return (taken, strangers);
    }

    /// <summary>Forgets what the source said of some photos.</summary>
    /// <param name="isForgotten">Tells by the photo's key.</param>
    public void Forget(Func<string, bool> isForgotten)
    {
        foreach (var (key, id) in _details.Where(pair => isForgotten(pair.Key)).ToList())
        {
            Guard(() =>
            {
                _database.Words.ForgetDetails(_connection, _transaction, id);
                return _connection.Execute("DELETE FROM details WHERE id = @id", new { id }, _transaction);
            });
            _details.Remove(key);
        }
    }

    /// <summary>Makes the source's descriptions, keywords, places and photographers searchable by their words, and all that was taken happen.</summary>
    /// <param name="fingerprint">What the tables are known by; <see cref="DetailCatalog.Fingerprint"/> gives it back.</param>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Commit(string? fingerprint = null) => Guard(() =>
    {
        _database.Words.SaveDetails(_connection, _transaction, _source);
        // Photos that were indexed before their source said anything of them.
        _connection.Execute(
            "UPDATE photos SET detail_id = d.id FROM details d WHERE d.file = photos.path AND d.source = @_source AND photos.detail_id IS DISTINCT FROM d.id", new { _source }, _transaction);
        if (fingerprint is not null)
            _connection.Execute("INSERT INTO meta VALUES (@key, @fingerprint) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { key = $"source_{_source}", fingerprint }, _transaction);
        _transaction.Commit();
        return 0;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _newWord.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    // A photo whose picture is another one now is not what was fetched, or gone, before.
    private DbCommand Upsert(SourceTable table)
    {
        var columns = Columns(table).Skip(1).ToList();
        return Command(
            $"""
            INSERT INTO details (source, key, {string.Join(", ", columns)}) VALUES (@source, @0, {string.Join(", ", columns.Select((_, i) => $"@{i + 1}"))})
            ON CONFLICT (source, key) DO UPDATE SET {string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"))},
                state = CASE WHEN details.image_address IS NOT DISTINCT FROM excluded.image_address THEN details.state ELSE 0 END
            RETURNING id
            """,
            columns.Count + 1);
    }

    private DbCommand Insert(SourceTable table)
    {
        var columns = Columns(table).Skip(1).Prepend("detail_id").ToList();
        return Command($"INSERT INTO {table.Name} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@{i}"))})", columns.Count);
    }

    private static IEnumerable<string> Columns(SourceTable table) => table.Columns.Select(column => column.Name).Concat(table.KeepsRest ? ["rest"] : []);

    private DbCommand Command(string sql, int values)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (_transaction, sql);
        for (var i = 0; i < values; i++) command.Add($"@{i.ToString(CultureInfo.InvariantCulture)}");
        if (sql.Contains("@source", StringComparison.Ordinal)) command.Add("@source", _source);
        return command;
    }

    private void Bind(DbCommand command, SourceTable table, object?[] row, object key)
    {
        command.Parameters[0].Value = key;
        for (var i = 1; i < row.Length; i++)
        {
            var isWord = i < table.Columns.Count && table.Columns[i].Value == SourceValue.Word;
            command.Parameters[i].Value = row[i] is string word && isWord ? WordId(word) : Parameters.Value(row[i]);
        }
    }

    private long WordId(string word)
    {
        word = Parameters.Plain(word);
        _words ??= _connection.Query<(long Id, string Word)>("SELECT id, word FROM words", transaction: _transaction).ToDictionary(known => known.Word, known => known.Id, StringComparer.Ordinal);
        if (_words.TryGetValue(word, out var id)) return id;
        _newWord.Parameters[0].Value = word;
        return _words[word] = Guard(() => (long)_newWord.ExecuteScalar()!);
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException e)
        {
            throw CatalogWriter.Unwritable(_database, e);
        }
    }
}
