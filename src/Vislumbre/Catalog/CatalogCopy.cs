using System.Buffers.Binary;
using System.Data.Common;
using System.IO.Hashing;
using Dapper;

namespace Vislumbre.Catalog;

/// <summary>
/// Copies a catalog's rows into another database, numbers and all: some thousand at a time, each with all that hangs on it, whole or not at
/// all. Stopped or killed, the next copy goes on after the last that is there.
/// </summary>
internal sealed class CatalogCopy(CatalogDatabase from, CatalogDatabase to)
{
    private const int RowsAtATime = 2000;
    private const string Mark = "copy_of";

    // Parents before what names them; of each the tables that hang on it, and by which column.
    private static readonly (string Table, (string Table, string Parent)[] Children)[] Tables =
    [
        ("words", []),
        ("details", [("keywords", "detail_id"), ("collections", "detail_id"), ("colours", "detail_id"), ("conversions", "detail_id")]),
        ("photos", [("embeddings", "photo_id"), ("looks", "photo_id"), ("look_colours", "photo_id"), ("look_alikes", "photo_id"), ("map_places", "photo_id")]),
        ("lists", [("list_photos", "list_id")]),
    ];

    // What tells of the catalog itself is not copied: its schema, and of which state of its own embeddings something was made.
    private static readonly string[] Own = ["schema_version", "generation", "alike_state", "map_state", "graph_codes", "graph_centre", Mark];

    /// <summary>Copies, and compares what there is then.</summary>
    /// <param name="progress">Told how many photos of how many are there.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    /// <returns>How many photos, and of how many of them the embeddings, are equal on both sides.</returns>
    /// <exception cref="LibraryException">The other holds something else, changed meanwhile, or cannot be written.</exception>
    public (long Photos, long Embeddings, string Checksum) Run(IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var source = from.ConnectForMuch();
            using var target = to.ConnectForMuch();
            Begin(source, target);
            var (total, done) = (source.ExecuteScalar<long>("SELECT count(*) FROM photos"), target.ExecuteScalar<long>("SELECT count(*) FROM photos"));
            foreach (var (table, children) in Tables)
            {
                while (Part(source, target, table, children) is > 0 and var rows)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (table == "photos") progress?.Report((done += rows, total));
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            var copied = Sum(from, source, cancellationToken);
            if (Sum(to, target, cancellationToken) != copied)
            {
                throw new LibraryException(LibraryFault.Unusable, Language.Say(
                    $"{to.Name} is not the same as {from.Name}: it changed meanwhile. Remove the copy and make it again.", $"{to.Name} não é igual a {from.Name}: mudou enquanto isso. Remova a cópia e faça de novo."));
            }

            End(source, target);
            return copied;
        }
        catch (DbException e)
        {
            throw new LibraryException(LibraryFault.Unusable, Language.Say(
                $"{from.Name} could not be copied to {to.Name}: {e.Message} The same command goes on from there.", $"{from.Name} não pôde ser copiada para {to.Name}: {e.Message} O mesmo comando continua daí."), e);
        }
    }

    // Only into an empty one, or one that a copy of the same was begun in.
    private void Begin(DbConnection source, DbConnection target)
    {
        if (source.ExecuteScalar<string?>("SELECT value FROM meta WHERE key = @Mark", new { Mark }) is { } half)
        {
            throw new LibraryException(LibraryFault.Unusable, Language.Say(
                $"{from.Name} is a copy of {half} that is not whole yet: finish that first.", $"{from.Name} é uma cópia de {half} que ainda não está inteira: termine-a antes."));
        }

        var begun = target.ExecuteScalar<string?>("SELECT value FROM meta WHERE key = @Mark", new { Mark });
        if (begun == from.Name) return;
        if (begun is not null || Tables.Any(one => target.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 FROM {one.Table})")))
        {
            throw new LibraryException(LibraryFault.Unusable, Language.Say(
                $"{to.Name} is not empty: a library is copied into a new one.", $"{to.Name} não está vazia: uma biblioteca se copia para uma nova."));
        }

        using var change = to.BeginWrite(target);
        target.Execute("INSERT INTO meta VALUES (@Mark, @Name)", new { Mark, from.Name }, change);
        change.Commit();
    }

    // How many rows were copied; none where there are no more.
    private int Part(DbConnection source, DbConnection target, string table, (string Table, string Parent)[] children)
    {
        var last = target.ExecuteScalar<long?>($"SELECT max(id) FROM {table}") ?? 0;
        var (columns, rows) = Read(source, $"SELECT * FROM {table} WHERE id > @last ORDER BY id LIMIT {RowsAtATime}", last, 0);
        if (rows.Count == 0) return 0;
        var high = Convert.ToInt64(rows[^1][Array.IndexOf(columns, "id")], null);
        using var change = to.BeginWrite(target);
        to.Load(target, change, table, columns, rows);
        foreach (var (child, parent) in children)
        {
            var (names, hanging) = Read(source, $"SELECT {(child == "embeddings" ? $"photo_id, {from.VectorColumn("vector")} AS vector" : "*")} FROM {child} WHERE {parent} > @last AND {parent} <= @high", last, high);
            if (child == "embeddings") hanging.ForEach(row => row[1] = to.ToStored(from.FromStored((byte[])row[1]!)));
            to.Load(target, change, child, names, hanging);
        }

        if (table == "photos")
        {
            var path = Array.IndexOf(columns, "path");
            foreach (var row in rows)
            {
                var name = (string)row[path]!;
                to.Words.SavePhoto(target, change, Convert.ToInt64(row[Array.IndexOf(columns, "id")], null), name.Contains("://", StringComparison.Ordinal) ? null : PathWords.Of(name));
            }
        }

        change.Commit();
        return rows.Count;
    }

    private void End(DbConnection source, DbConnection target)
    {
        using var change = to.BeginWrite(target);
        foreach (var name in source.Query<string>("SELECT DISTINCT source FROM details").ToList()) to.Words.SaveDetails(target, change, name);
        foreach (var (key, value) in source.Query<(string Key, string Value)>("SELECT key, value FROM meta").Where(pair => !Own.Contains(pair.Key)).ToList())
            target.Execute("INSERT INTO meta VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { key, value }, change);
        target.Execute("DELETE FROM meta WHERE key = @Mark", new { Mark }, change);
        to.AfterLoad(target, change, Tables.Select(table => table.Table));
        change.Commit();
    }

    private static (string[] Columns, List<object?[]> Rows) Read(DbConnection connection, string sql, long last, long high)
    {
        using var reader = connection.ExecuteReader(sql, new { last, high });
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i) is string text ? Parameters.Plain(text) : reader.GetValue(i);
            rows.Add(row);
        }

        return (columns, rows);
    }

    private static (long Photos, long Embeddings, string Checksum) Sum(CatalogDatabase database, DbConnection connection, CancellationToken cancellationToken)
    {
        var (photos, embeddings, hash) = (0L, 0L, new XxHash128());
        Span<byte> number = stackalloc byte[8];
        foreach (var (id, path, sha256, status, vector) in connection.Query<(long, string, string?, long, byte[]?)>(
            $"SELECT p.id, p.path, p.sha256, p.status, {database.VectorColumn("e.vector")} FROM photos p LEFT JOIN embeddings e ON e.photo_id = p.id ORDER BY p.id", buffered: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            photos++;
            BinaryPrimitives.WriteInt64LittleEndian(number, id);
            hash.Append(number);
            hash.Append(System.Text.Encoding.UTF8.GetBytes($"{path}\0{sha256}\0{status}\0"));
            if (vector is null) continue;
            embeddings++;
            hash.Append(database.FromStored(vector));
        }

        // Of what hangs on them the numbers, and what is said.
        foreach (var table in Tables.SelectMany(one => one.Children.Select(child => child.Table).Prepend(one.Table)))
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}"));
            hash.Append(number);
        }

        foreach (var (id, source, key, description) in connection.Query<(long, string, string, string?)>("SELECT id, source, key, description FROM details ORDER BY id", buffered: false))
            hash.Append(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}\0{source}\0{key}\0{(description is null ? null : Parameters.Plain(description))}\0")));
        foreach (var (id, taken, look, camera) in connection.Query<(long, long?, long, string?)>("SELECT photo_id, taken_ms, perceptual_hash, camera_model FROM looks ORDER BY photo_id", buffered: false))
            hash.Append(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}\0{taken}\0{look}\0{camera}\0")));
        return (photos, embeddings, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }
}
