using Dapper;

namespace Vislumbre.Catalog;

/// <summary>Where photos lie on the map of the library. Thread-safe.</summary>
public sealed class MapCatalog
{
    private readonly CatalogDatabase _database;

    internal MapCatalog(CatalogDatabase database) => _database = database;

    /// <summary>Of which state of the embeddings the map was made; null where there is none.</summary>
    public Generation? Made
    {
        get
        {
            using var connection = _database.Connect();
            var words = connection.QueryFirstOrDefault<string>("SELECT value FROM meta WHERE key = 'map_state'")?.Split(' ');
            return words is [var change, var word] ? new Generation(long.Parse(change, System.Globalization.CultureInfo.InvariantCulture), long.Parse(word, System.Globalization.CultureInfo.InvariantCulture)) : null;
        }
    }

    /// <summary>The places of the photos that are there.</summary>
    public IReadOnlyList<MapPlace> Places()
    {
        using var connection = _database.Connect();
        return [.. connection.Query<(long Id, double X, double Y)>("SELECT m.photo_id, m.x, m.y FROM map_places m JOIN photos p ON p.id = m.photo_id WHERE p.status = 0 ORDER BY m.photo_id", buffered: false)
            .Select(row => new MapPlace(row.Id, (float)row.X, (float)row.Y))];
    }

    /// <summary>Takes a map in place of what there was.</summary>
    /// <param name="places">Where photos lie; those that are gone meanwhile are left out.</param>
    /// <param name="of">The state of the embeddings that it was made of.</param>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Save(IEnumerable<MapPlace> places, Generation of) => CatalogWriter.Guard(_database, connection =>
    {
        using var transaction = _database.BeginWrite(connection);
        connection.Execute("DELETE FROM map_places", transaction: transaction);
        using var insert = connection.CreateCommand();
        (insert.Transaction, insert.CommandText) = (transaction, "INSERT INTO map_places SELECT @id, @x, @y WHERE EXISTS (SELECT 1 FROM photos WHERE id = @id)");
        var (id, x, y) = (insert.Add("@id", 0L), insert.Add("@x", 0.0), insert.Add("@y", 0.0));
        foreach (var place in places)
        {
            (id.Value, x.Value, y.Value) = (place.Photo, (double)place.X, (double)place.Y);
            insert.ExecuteNonQuery();
        }

        connection.Execute("INSERT INTO meta VALUES ('map_state', @state) ON CONFLICT (key) DO UPDATE SET value = excluded.value", new { state = FormattableString.Invariant($"{of.Change} {of.Word}") }, transaction);
        transaction.Commit();
        return 0;
    });
}
