using System.Data.Common;
using Dapper;

namespace Vislumbre.Catalog;

/// <summary>One change to the catalog, whole or not at all: what is not committed when it is disposed never happened.</summary>
public sealed class CatalogWriter : IDisposable
{
    private const string Upsert = """
        INSERT INTO photos (path, bytes, modified_ticks, sha256, status, reason, format, width, height, handled_ticks, added_ticks, detail_id)
        VALUES (@Path, @Bytes, @ModifiedTicks, @Sha256, @Status, @Reason, @Format, @Width, @Height, @HandledTicks, @HandledTicks,
            coalesce((SELECT id FROM details WHERE file = @Path), @DetailId))
        ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes, modified_ticks = excluded.modified_ticks, sha256 = excluded.sha256,
            status = excluded.status, reason = excluded.reason, format = excluded.format, width = excluded.width, height = excluded.height,
            handled_ticks = excluded.handled_ticks, detail_id = coalesce(excluded.detail_id, photos.detail_id)
        RETURNING id
        """;

    // A photo that was known by its address alone keeps its number when its file comes, or when its source gives it another address.
    private const string Settle = """
        UPDATE photos SET path = @Path WHERE NOT EXISTS (SELECT 1 FROM photos WHERE path = @Path) AND id = (
            SELECT min(id) FROM photos WHERE path LIKE '%://%' AND detail_id = CASE WHEN @Path LIKE '%://%' THEN @DetailId ELSE (SELECT id FROM details WHERE file = @Path) END)
        """;

    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    private readonly CatalogDatabase _database;

    internal CatalogWriter(CatalogDatabase database, bool beside)
    {
        _database = database;
        _connection = Guard(database.Connect);
        try
        {
            _transaction = Guard(() => database.BeginWrite(_connection, beside));
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Saves a photo with its embedding and its look, in place of what stood at its path.</summary>
    public void SaveIndexed(PhotoRecord photo, ReadOnlySpan<float> embedding, PhotoLook? look = null)
    {
        var id = SaveIndexed(photo, HalfVector.Encode(embedding));
        Guard(() => LookTables.Save(_database, _connection, _transaction, id, photo.Path, look));
    }

    /// <summary>Saves a photo whose content is known, with the embedding that was found for it.</summary>
    public void SaveCopy(PhotoRecord photo, KnownContent original)
    {
        var id = SaveIndexed(photo with { DetailId = photo.DetailId ?? original.Photo.DetailId }, original.Vector);
        Guard(() => LookTables.Copy(_database, _connection, _transaction, original.Photo.Id, id, photo.Path));
    }

    /// <summary>Saves that a photo could not be read, in place of what stood at its path.</summary>
    public void SaveFailed(PhotoRecord photo)
    {
        var id = Save(photo with { Status = PhotoStatus.Failed });
        Change("DELETE FROM embeddings WHERE photo_id = @id", new { id });
        // How another file looked that was here is no look of this one.
        Guard(() => LookTables.Save(_database, _connection, _transaction, id, photo.Path, null));
    }

    /// <summary>Gives a missing photo the new place of its file.</summary>
    /// <remarks>Where the row is not what it was when it was found, the file is saved as a photo of its own.</remarks>
    public void Move(KnownContent original, PhotoRecord place)
    {
        var id = original.Photo.Id;
        // Changes nothing, and holds the row: of two who write at once the other finds it moved.
        var waits = Guard(() => _connection.Execute("UPDATE photos SET status = 2 WHERE id = @id AND status = 2 AND sha256 = @Sha256", new { id, original.Photo.Sha256 }, _transaction));
        if (waits == 0)
        {
            SaveCopy(place, original);
            return;
        }

        // Whatever stood at the new path was another file.
        Change("DELETE FROM photos WHERE path = @Path AND id <> @id", new { place.Path, id });
        Change(
            "UPDATE photos SET path = @Path, bytes = @Bytes, modified_ticks = @ModifiedTicks, status = 0, handled_ticks = @HandledTicks, detail_id = coalesce(@DetailId, detail_id) WHERE id = @id",
            new { place.Path, place.Bytes, place.ModifiedTicks, place.HandledTicks, place.DetailId, id });
        Guard(() => LookTables.SaveWords(_database, _connection, _transaction, id, place.Path));
    }

    /// <summary>Notes a photo's new size and time, and what its source says of it if that is known, where its content is the same.</summary>
    public void Touch(long id, PhotoRecord now) =>
        Change("UPDATE photos SET bytes = @Bytes, modified_ticks = @ModifiedTicks, detail_id = coalesce(@DetailId, detail_id) WHERE id = @id", new { now.Bytes, now.ModifiedTicks, now.DetailId, id });

    /// <summary>Notes that a photo's file is gone, or that it is back.</summary>
    public void SetMissing(long id, bool missing) =>
        Change("UPDATE photos SET status = @status WHERE id = @id", new { status = missing ? PhotoStatus.Missing : PhotoStatus.Indexed, id });

    /// <summary>Forgets a photo and its embedding.</summary>
    public void Forget(long id) => Change("DELETE FROM photos WHERE id = @id", new { id });

    /// <summary>Makes the change happen.</summary>
    /// <exception cref="LibraryException">It cannot be written: the disk is full, or the file is not this user's.</exception>
    public void Commit() => Guard(() =>
    {
        _transaction.Commit();
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private long SaveIndexed(PhotoRecord photo, byte[] vector)
    {
        var id = Save(photo with { Status = PhotoStatus.Indexed, Reason = null });
        Change("INSERT INTO embeddings VALUES (@id, @vector) ON CONFLICT (photo_id) DO UPDATE SET vector = excluded.vector", new { id, vector = _database.ToStored(vector) });
        return id;
    }

    private long Save(PhotoRecord photo) => Guard(() =>
    {
        _connection.Execute(Settle, photo, _transaction);
        return _connection.ExecuteScalar<long>(Upsert, photo, _transaction);
    });

    private void Change(string sql, object values) => Guard(() => _connection.Execute(sql, values, _transaction));

    private void Guard(Action work) => Guard(() =>
    {
        work();
        return true;
    });

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException e)
        {
            throw Unwritable(_database, e);
        }
    }

    /// <summary>Opens a connection and works with it; what the database cannot do is said as a library's trouble.</summary>
    internal static T Guard<T>(CatalogDatabase database, Func<DbConnection, T> work, bool forMuch = false)
    {
        try
        {
            using var connection = forMuch ? database.ConnectForMuch() : database.Connect();
            return work(connection);
        }
        catch (DbException e)
        {
            throw Unwritable(database, e);
        }
    }

    internal static LibraryException Unwritable(CatalogDatabase database, DbException e) => new(LibraryFault.Unusable, Language.Say(
        $"{database.Name} cannot be written: {e.Message} What was committed before is safe.",
        $"{database.Name} não pode ser escrito: {e.Message} O que foi gravado antes está a salvo."), e);
}
