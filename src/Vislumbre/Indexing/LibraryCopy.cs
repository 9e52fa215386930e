using Vislumbre.Catalog;

namespace Vislumbre.Indexing;

/// <summary>Moves a library between places: a folder, a database. Photos stay where they are.</summary>
public static class LibraryCopy
{
    /// <summary>Copies a library into an empty one; what was begun before goes on.</summary>
    /// <param name="from">What is copied; nothing should be indexed into it meanwhile.</param>
    /// <param name="to">An empty library, or one that a copy of the same was begun in.</param>
    /// <param name="progress">Told how many photos of how many are there.</param>
    /// <param name="cancellationToken">Stops between parts; the next copy goes on from there.</param>
    /// <exception cref="LibraryException">The other is not empty, or differs at the end, or cannot be written.</exception>
    public static CopyReport Run(PhotoLibrary from, PhotoLibrary to, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        using var reading = from.Lock();
        using var writing = to.Lock();
        var (photos, embeddings, checksum) = new CatalogCopy(from.Catalog.Database, to.Catalog.Database).Run(progress, cancellationToken);
        return new CopyReport(photos, embeddings, checksum);
    }
}
