using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Engines.Redis;
using Vislumbre.Indexing;

namespace Vislumbre.Engines;

/// <summary>Opens libraries wherever they are: a folder, a database, with their vectors here or elsewhere.</summary>
public static class Libraries
{
    /// <summary>The word for the embedded index, which follows a catalog that is elsewhere.</summary>
    public const string IndexHere = "local";

    /// <summary>Opens one.</summary>
    /// <param name="place">A folder, or an address of PostgreSQL (<see cref="PostgresAddress"/>).</param>
    /// <param name="vectors">What finds the nearest: an address of Redis (<see cref="RedisAddress"/>), <see cref="IndexHere"/>, or null for what belongs to the place.</param>
    /// <param name="create">Whether to make one where there is none.</param>
    /// <exception cref="LibraryException">It cannot be reached or used, or there is none; or the vectors' address is none.</exception>
    public static PhotoLibrary Open(string place, string? vectors = null, bool create = false)
    {
        var library = PostgresAddress.Is(place) ? PostgresLibrary.Open(place, create) : PhotoLibrary.Open(place, create);
        if (vectors is null) return library;
        if (vectors == IndexHere) return library.FoundBy(library.Vectors);
        if (RedisAddress.Is(vectors)) return library.FoundBy(RedisNearest.Open(vectors, library.Catalog));
        throw new LibraryException(LibraryFault.Unusable, Language.Say(
            $"--vectors takes {IndexHere} or an address of Redis: redis://HOST:PORT", $"--vectors aceita {IndexHere} ou um endereço de Redis: redis://SERVIDOR:PORTA"));
    }

    /// <summary>Opens the one at a place; null where there is none.</summary>
    /// <param name="place">A folder, or an address of PostgreSQL.</param>
    /// <exception cref="LibraryException">It cannot be reached or used.</exception>
    public static PhotoLibrary? Find(string place) =>
        PostgresAddress.Is(place) ? PostgresLibrary.Find(place) : PhotoLibrary.Exists(place) ? PhotoLibrary.Open(place) : null;
}
