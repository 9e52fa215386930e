using Vislumbre.Catalog;
using Vislumbre.Indexing;

namespace Vislumbre.Web;

/// <summary>How a library stands.</summary>
/// <param name="Photos">How many photos stand how.</param>
/// <param name="Model">The model's name; null before the first photo.</param>
/// <param name="Dimension">Numbers an embedding.</param>
/// <param name="Folder">Where it is; null for others than this machine's user.</param>
/// <param name="CatalogBytes">The catalog on disk.</param>
/// <param name="IndexBytes">The index on disk.</param>
/// <param name="ThumbnailBytes">The thumbnails on disk.</param>
internal sealed record LibraryState(PhotoCounts Photos, string? Model, int? Dimension, string? Folder, long CatalogBytes, long IndexBytes, long ThumbnailBytes)
{
    /// <summary>Looks.</summary>
    public static LibraryState Of(PhotoLibrary library, WebOptions options)
    {
        var (catalog, folder) = (library.Catalog, library.Folder);
        return new LibraryState(
            catalog.Count(), catalog.Model?.Identity.Name, catalog.Model?.Identity.Dimension, options.IsLocal ? folder.Path : null,
            Bytes(folder.Path, "catalog.db*", SearchOption.TopDirectoryOnly), Bytes(folder.Vectors, "*", SearchOption.TopDirectoryOnly), Bytes(folder.Thumbnails, "*", SearchOption.AllDirectories));
    }

    private static long Bytes(string folder, string pattern, SearchOption deep) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles(pattern, deep).Sum(file => file.Exists ? file.Length : 0) : 0;
}
