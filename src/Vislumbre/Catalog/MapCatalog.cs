using Dapper;
using Microsoft.Data.Sqlite;

namespace Vislumbre.Catalog;

/// <summary>Where photos lie on the map of the library. Thread-safe.</summary>
public sealed class MapCatalog
{
    private readonly Func<SqliteConnection> _connect;

    internal MapCatalog(Func<SqliteConnection> connect) => _connect = connect;

    /// <summary>Of which state of the embeddings the map was made; null where there is none.</summary>
    public Generation? Made
    {
        get
        {
            using var connection = _connect();
            var words = connection.QueryFirstOrDefault<string>("SELECT value FROM meta WHERE key = 'map_state'")?.Split(' ');
            return words is [var change, var word] ? new Generation(long.Parse(change, System.Globalization.CultureInfo.InvariantCulture), long.Parse(word, System.Globalization.CultureInfo.InvariantCulture)) : null;
        }
    }

    /// <summary>The places of the photos that are there.</summary>
    public IReadOnlyList<MapPlace> Places()
    {
        using var connection = _connect();
        return [.. connection.Query<(long Id, double X, double Y)>("SELECT m.photo_id, m.x, m.y FROM map_places m JOIN photos p ON p.id = m.photo_id WHERE p.status = 0 ORDER BY m.photo_id", buffered: false)
            .Select(row => new MapPlace(row.Id, (float)row.X, (float)row.Y))];
    }

    /// <summary>Takes a map in place of what there was.</summary>
    /// <param name="places">Where photos lie; those that are gone meanwhile are left out.</param>
    /// <param name="of">The state of the embeddings that it was made of.</param>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Save(IEnumerable<MapPlace> places, Generation of) => CatalogWriter.Guard(_connect, connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("DELETE FROM map_places", transaction: transaction);
        using var insert = connection.CreateCommand();
        (insert.Transaction, insert.CommandText) = (transaction, "INSERT INTO map_places SELECT @id, @x, @y WHERE EXISTS (SELECT 1 FROM photos WHERE id = @id)");
        var (id, x, y) = (insert.Parameters.Add("@id", SqliteType.Integer), insert.Parameters.Add("@x", SqliteType.Real), insert.Parameters.Add("@y", SqliteType.Real));
        foreach (var place in places)
        {
            (id.Value, x.Value, y.Value) = (place.Photo, place.X, place.Y);
            insert.ExecuteNonQuery();
        }

        connection.Execute("INSERT INTO meta VALUES ('map_state', @state) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { state = FormattableString.Invariant($"{of.Change} {of.Word}") }, transaction);
        transaction.Commit();
        return 0;
    });
}
