using System.Data.Common;
using System.Security.Cryptography;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Models;

namespace Vislumbre.Engines.Postgres;

/// <summary>Opens libraries in PostgreSQL: catalog, embeddings, words, lists and the queue of work are tables; small pictures are kept on each machine.</summary>
public static class PostgresLibrary
{
    /// <summary>Opens one.</summary>
    /// <param name="place">Its address, see <see cref="PostgresAddress"/>.</param>
    /// <param name="create">Whether to make the tables where there are none.</param>
    /// <exception cref="LibraryException">It cannot be reached or used, or there is none.</exception>
    public static PhotoLibrary Open(string place, bool create = false) => Connect(place, create).Library;

    /// <summary>Opens the library at an address; null where there is none.</summary>
    /// <exception cref="LibraryException">It cannot be reached or used.</exception>
    public static PhotoLibrary? Find(string place)
    {
        try
        {
            return Open(place);
        }
        catch (LibraryException e) when (e.Fault == LibraryFault.Absent)
        {
            return null;
        }
    }

    internal static (PhotoLibrary Library, PostgresDatabase Database) Connect(string place, bool create)
    {
        var address = PostgresAddress.Parse(place);
        var database = new PostgresDatabase(address);
        try
        {
            database.Migrate(create);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            database.Dispose();
            throw new LibraryException(LibraryFault.Unusable, Language.Say($"{address.Shown} cannot be used: {e.Message}", $"{address.Shown} não pode ser usado: {e.Message}"), e);
        }

        // What is derived and worth keeping near: small pictures, and embeddings of words that were asked.
        var key = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address.Shown)))[..16];
        var folder = new LibraryFolder(Path.Combine(ModelStore.CacheFolder, "libraries", key));
        var catalog = new PhotoCatalog(database);
        return (new PhotoLibrary(folder, catalog, address.Shown, new PostgresNearest(database)), database);
    }
}
