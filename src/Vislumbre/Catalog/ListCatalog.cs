using Dapper;

namespace Vislumbre.Catalog;

/// <summary>The lists that people keep photos in: by name, in the order in which photos were added. Thread-safe.</summary>
public sealed class ListCatalog
{
    /// <summary>The most letters of a list's name.</summary>
    public const int LongestName = 100;

    private const string Columns =
        """
        n.id, n.name, (SELECT count(*) FROM list_photos l JOIN photos p ON p.id = l.photo_id WHERE l.list_id = n.id AND p.status = 0) AS photos,
        (SELECT l.photo_id FROM list_photos l JOIN photos p ON p.id = l.photo_id WHERE l.list_id = n.id AND p.status = 0 ORDER BY l.place LIMIT 1) AS cover
        """;

    private readonly CatalogDatabase _database;

    internal ListCatalog(CatalogDatabase database) => _database = database;

    /// <summary>All lists, by name.</summary>
    public IReadOnlyList<PhotoList> All()
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoList>($"SELECT {Columns} FROM lists n ORDER BY n.folded")];
    }

    /// <summary>The lists that a photo is in, by name.</summary>
    public IReadOnlyList<PhotoList> Of(long photo)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoList>($"SELECT {Columns} FROM lists n WHERE n.id IN (SELECT list_id FROM list_photos WHERE photo_id = @photo) ORDER BY n.folded", new { photo })];
    }

    /// <summary>A list; null where there is none of this number.</summary>
    public PhotoList? Find(long id)
    {
        using var connection = _database.Connect();
        return connection.QueryFirstOrDefault<PhotoList>($"SELECT {Columns} FROM lists n WHERE n.id = @id", new { id });
    }

    /// <summary>The photos of a list that are there, in the order in which they were added.</summary>
    public IReadOnlyList<PhotoRecord> Photos(long id)
    {
        using var connection = _database.Connect();
        return [.. connection.Query<PhotoRecord>($"SELECT {PhotoCatalog.Columns} FROM list_photos l JOIN photos p ON p.id = l.photo_id WHERE l.list_id = @id AND p.status = 0 ORDER BY l.place", new { id })];
    }

    /// <summary>Adds photos to the list of a name, which is made where there is none; those that are in it already stay where they are.</summary>
    /// <returns>The list's number.</returns>
    /// <exception cref="LibraryException">The name is empty or too long, a photo is not known, or the catalog cannot be written.</exception>
    public long Add(string name, IReadOnlyCollection<long> photos)
    {
        name = Checked(name);
        return CatalogWriter.Guard(_database, connection =>
        {
            using var transaction = _database.BeginWrite(connection);
            connection.Execute(
                "INSERT INTO lists (name, folded, created_ms) VALUES (@name, @folded, @now) ON CONFLICT DO NOTHING",
                new { name, folded = TextPattern.Fold(name), now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() }, transaction);
            var id = connection.ExecuteScalar<long>("SELECT id FROM lists WHERE folded = @folded", new { folded = TextPattern.Fold(name) }, transaction);
            foreach (var photo in photos)
            {
                if (connection.ExecuteScalar<long>("SELECT count(*) FROM photos WHERE id = @photo", new { photo }, transaction) == 0)
                    throw new LibraryException(LibraryFault.NotFound, Language.Say($"There is no photo {photo}.", $"Não há foto {photo}."));
                connection.Execute(
                    "INSERT INTO list_photos SELECT @id, @photo, (SELECT coalesce(max(place), 0) + 1 FROM list_photos WHERE list_id = @id) WHERE true ON CONFLICT DO NOTHING", new { id, photo }, transaction);
            }

            transaction.Commit();
            return id;
        });
    }

    /// <summary>Takes photos out of a list.</summary>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Take(long id, IReadOnlyCollection<long> photos) =>
        CatalogWriter.Guard(_database, connection => connection.Execute($"DELETE FROM list_photos WHERE list_id = @id AND photo_id {_database.In("@photos")}", new { id, photos }));

    /// <summary>Gives a list another name.</summary>
    /// <exception cref="LibraryException">The name is empty, too long or another list's, or the catalog cannot be written.</exception>
    public void Rename(long id, string name)
    {
        name = Checked(name);
        CatalogWriter.Guard(_database, connection =>
        {
            using var transaction = _database.BeginWrite(connection);
            var folded = TextPattern.Fold(name);
            if (connection.ExecuteScalar<long>("SELECT count(*) FROM lists WHERE folded = @folded AND id <> @id", new { id, folded }, transaction) > 0)
                throw new LibraryException(LibraryFault.Unusable, Language.Say($"There is another collection called {name}.", $"Há outra coleção chamada {name}."));
            connection.Execute("UPDATE lists SET name = @name, folded = @folded WHERE id = @id", new { id, name, folded }, transaction);
            transaction.Commit();
            return 0;
        });
    }

    /// <summary>Removes a list; its photos stay.</summary>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Remove(long id) => CatalogWriter.Guard(_database, connection => connection.Execute("DELETE FROM lists WHERE id = @id", new { id }));

    private static string Checked(string name)
    {
        name = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)) return name;
        throw new LibraryException(LibraryFault.Unusable, Language.Say($"A collection's name has from 1 to {LongestName} letters.", $"O nome de uma coleção tem de 1 a {LongestName} letras."));
    }
}
