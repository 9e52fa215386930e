using System.Data.Common;

namespace Vislumbre.Catalog;

/// <summary>Takes embeddings that another program made, many at a time: whole or not at all.</summary>
public sealed class EmbeddingImport : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly DbCommand _release;
    private readonly DbCommand _detail;
    private readonly DbCommand _known;
    private readonly DbCommand _photo;
    private readonly DbCommand _vector;
    private readonly bool _intoEmpty;

    private readonly CatalogDatabase _database;

    internal EmbeddingImport(CatalogDatabase database, bool intoEmpty)
    {
        (_database, _intoEmpty) = (database, intoEmpty);
        try
        {
            _connection = database.ConnectForMuch();
            _transaction = database.BeginWrite(_connection);
        }
        catch (DbException e)
        {
            _connection?.Dispose();
            throw CatalogWriter.Unwritable(database, e);
        }

        _release = Command("UPDATE details SET file = NULL WHERE file = @file AND NOT (source = @source AND key = @key)", "@file", "@source", "@key");
        _detail = Command(
            """
            INSERT INTO details (source, key, file, page_address, image_address, description, state) VALUES (@source, @key, @file, @page, @image, @description, CASE WHEN @file IS NULL THEN 0 ELSE 1 END)
            ON CONFLICT (source, key) DO UPDATE SET file = coalesce(excluded.file, details.file), page_address = coalesce(details.page_address, excluded.page_address),
                image_address = coalesce(details.image_address, excluded.image_address), description = coalesce(details.description, excluded.description), state = CASE WHEN excluded.file IS NULL THEN details.state ELSE 1 END
            RETURNING id
            """,
            "@source", "@key", "@file", "@page", "@image", "@description");
        _known = Command("SELECT id, path, status FROM photos WHERE path = @path OR detail_id = @detail ORDER BY path <> @path, path LIKE '%://%', id LIMIT 1", "@path", "@detail");
        _photo = Command(
            """
            INSERT INTO photos (path, bytes, modified_ticks, sha256, status, format, width, height, handled_ticks, added_ticks, detail_id)
            VALUES (@path, @bytes, @modified, @sha256, 0, @format, @width, @height, @handled, @handled, @detail)
            ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes, modified_ticks = excluded.modified_ticks, sha256 = excluded.sha256, status = 0, reason = NULL,
                format = excluded.format, width = excluded.width, height = excluded.height, handled_ticks = excluded.handled_ticks, detail_id = coalesce(excluded.detail_id, photos.detail_id)
            RETURNING id
            """,
            "@path", "@bytes", "@modified", "@sha256", "@format", "@width", "@height", "@handled", "@detail");
        _vector = Command("INSERT INTO embeddings VALUES (@id, @vector) ON CONFLICT (photo_id) DO UPDATE SET vector = excluded.vector", "@id", "@vector");
    }

    /// <summary>Takes a photo. One that was indexed here from its own file keeps what it has.</summary>
    /// <param name="photo">Its row; the path is an address where it has no file.</param>
    /// <param name="details">What is known of it by its source; null for nothing.</param>
    /// <param name="embedding">Its embedding, unit length.</param>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public bool Take(PhotoRecord photo, PhotoDetails? details, ReadOnlySpan<Half> embedding)
    {
        var vector = System.Runtime.InteropServices.MemoryMarshal.AsBytes(embedding).ToArray();
        try
        {
            // A file has one photo: what another source said of it is said no more.
            if (details is not null && !photo.IsRemote) Run(_release, photo.Path, details.Source, details.Key).ExecuteNonQuery();
            long? detail = details is null ? null
                : (long)Run(_detail, details.Source, details.Key, photo.IsRemote ? null : photo.Path, details.PageAddress, details.ImageAddress, details.Description).ExecuteScalar()!;
            if (!_intoEmpty && KeepsItsOwn(detail, photo)) return false;
            var id = (long)Run(_photo, photo.Path, photo.Bytes, photo.ModifiedTicks, photo.Sha256, photo.Format, photo.Width, photo.Height, photo.HandledTicks, detail).ExecuteScalar()!;
            Run(_vector, id, _database.ToStored(vector)).ExecuteNonQuery();
            // How another file looked that was here is no look of this one; where there was none this only saves the words of its name.
            if (!photo.IsRemote && _intoEmpty) LookTables.SaveWords(_database, _connection, _transaction, id, photo.Path);
            else if (!photo.IsRemote) LookTables.Save(_database, _connection, _transaction, id, photo.Path, null);
            return true;
        }
        catch (DbException e)
        {
            throw CatalogWriter.Unwritable(_database, e);
        }
    }

    /// <summary>Makes it happen.</summary>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Commit()
    {
        try
        {
            _transaction.Commit();
        }
        catch (DbException e)
        {
            throw CatalogWriter.Unwritable(_database, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in new[] { _release, _detail, _known, _photo, _vector }) command.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    // What was indexed here from its own file is better than what comes. A photo that was known by address alone gets the file's path, and one
    // whose file is gone gets the address; both keep their numbers.
    private bool KeepsItsOwn(long? detail, PhotoRecord photo)
    {
        (long Id, string Path, long Status) known;
        using (var rows = Run(_known, photo.Path, detail).ExecuteReader())
        {
            if (!rows.Read()) return false;
            known = (rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2));
        }

        var hasFile = !known.Path.Contains("://", StringComparison.Ordinal);
        if (hasFile && known.Status == (long)PhotoStatus.Indexed)
        {
            using var link = Command("UPDATE photos SET detail_id = coalesce(@detail, detail_id) WHERE id = @id", "@detail", "@id");
            Run(link, detail, known.Id).ExecuteNonQuery();
            return true;
        }

        if (known.Path == photo.Path) return false;
        using var move = Command("UPDATE photos SET path = @path WHERE id = @id AND NOT EXISTS (SELECT 1 FROM photos WHERE path = @path)", "@path", "@id");
        Run(move, photo.Path, known.Id).ExecuteNonQuery();
        return false;
    }

    private DbCommand Command(string sql, params string[] names)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (_transaction, sql);
        foreach (var name in names) command.Add(name);
        return command;
    }

    private static DbCommand Run(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = Parameters.Value(values[i]);
        return command;
    }
}
