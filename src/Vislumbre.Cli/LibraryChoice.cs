using Vislumbre.Catalog;
using Vislumbre.Engines;
using Vislumbre.Engines.Postgres;
using Vislumbre.Engines.Redis;
using Vislumbre.Indexing;

namespace Vislumbre.Cli;

/// <summary>Opens the library that a command works with.</summary>
internal static class LibraryChoice
{
    /// <summary>What finds the nearest where a command is not told: <c>$VISLUMBRE_VECTORS</c>.</summary>
    public static string? DefaultVectors => Environment.GetEnvironmentVariable("VISLUMBRE_VECTORS") is { Length: > 0 } chosen ? chosen : null;

    /// <summary>Opens it; what happens to its index unasked is said on the error stream.</summary>
    public static PhotoLibrary Open(string? path, bool create = false, string? vectors = null)
    {
        var photos = Libraries.Open(path ?? LibraryFolder.DefaultPath, vectors ?? DefaultVectors, create);
        photos.Vectors.Notice = Complaint.Say;
        if (photos.Nearest is RedisNearest redis) redis.Notice = Complaint.Say;
        return photos;
    }

    /// <summary>The address of a library in PostgreSQL, which alone has a queue and a graph.</summary>
    /// <exception cref="LibraryException">It is none.</exception>
    public static string Shared(string? place)
    {
        place ??= LibraryFolder.DefaultPath;
        return PostgresAddress.Is(place) ? place : throw new LibraryException(LibraryFault.Unusable, Language.Say("That is had by libraries in PostgreSQL: --library postgres://…", "Só bibliotecas em PostgreSQL têm isso: --library postgres://…"));
    }

    /// <summary>The library at a place; null where there is none.</summary>
    public static PhotoLibrary? Find(string? path) => Libraries.Find(path ?? LibraryFolder.DefaultPath);
}
