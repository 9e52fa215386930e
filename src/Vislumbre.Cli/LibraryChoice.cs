using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Indexing;

namespace Vislumbre.Cli;

/// <summary>Opens the library that a command works with.</summary>
internal static class LibraryChoice
{
    /// <summary>Opens it; what happens to its index unasked is said on the error stream.</summary>
    public static PhotoLibrary Open(string? path, bool create = false)
    {
        var place = path ?? LibraryFolder.DefaultPath;
        if (PostgresAddress.Is(place)) return PostgresLibrary.Open(place, create);
        var photos = PhotoLibrary.Open(place, create);
        photos.Vectors.Notice = Complaint.Say;
        return photos;
    }

    /// <summary>Whether there is a library at a place.</summary>
    public static bool Exists(string? path)
    {
        var place = path ?? LibraryFolder.DefaultPath;
        return PostgresAddress.Is(place) ? PostgresLibrary.Exists(place) : PhotoLibrary.Exists(place);
    }
}
