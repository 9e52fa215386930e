using System.Runtime.InteropServices;
using Vislumbre.Catalog;
using Vislumbre.Indexing;

namespace Vislumbre.Features;

/// <summary>Writes a library's embeddings as files that other programs read.</summary>
public static class FeatureExport
{
    /// <summary>Exports every photo that is found by searches, in the order of their numbers.</summary>
    /// <param name="library">The library.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="layout">All in one, or batches.</param>
    /// <param name="precision">16 bits, as they are kept, or 32.</param>
    /// <param name="parquet">Whether <c>features.parquet</c> is written, too.</param>
    /// <param name="progress">Told the rows written.</param>
    /// <param name="cancellationToken">Stops: nothing half is left under its name.</param>
    /// <returns>How many photos were written.</returns>
    /// <exception cref="VislumbreException">The library is empty, or the files cannot be written.</exception>
    public static async Task<long> RunAsync(
        PhotoLibrary library, string folder, FeatureLayout layout, FeaturePrecision precision, bool parquet, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (library.Catalog.Model is not { } model || library.Catalog.Count().Indexed == 0)
            throw new LibraryException(LibraryFault.NotFound, Language.Say($"The library in {library.Folder.Path} has no photos to export.", $"A biblioteca em {library.Folder.Path} não tem fotos a exportar."));

        folder = Path.GetFullPath(folder);
        // Nothing is added meanwhile: how many there are is written before the first.
        using var quiet = library.Lock();
        var count = library.Catalog.Count().Indexed;
        using (var writer = new FeatureWriter(folder, layout, count, model.Identity.Dimension, precision))
        {
            var written = 0L;
            foreach (var (row, vector) in Rows(library.Catalog))
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.Append(row.Id, MemoryMarshal.Cast<byte, Half>(vector));
                if (++written % 4096 == 0) progress?.Report(written);
            }

            writer.Complete();
        }

        if (parquet) await FeatureParquet.WriteAsync(Path.Combine(folder, "features.parquet"), model.Identity.Dimension, Rows(library.Catalog).Select(pair => (pair.Row, AsHalf(pair.Vector))), cancellationToken).ConfigureAwait(false);
        progress?.Report(count);
        return count;
    }

    private static ReadOnlyMemory<Half> AsHalf(byte[] bytes) => MemoryMarshal.Cast<byte, Half>(bytes).ToArray();

    // An id names one row: of copies the first has the source's, the others their paths.
    private static IEnumerable<(FeatureRow Row, byte[] Vector)> Rows(PhotoCatalog catalog)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (photo, details, vector) in catalog.ReadPhotos())
        {
            var id = details is not null && keys.Add(details.Key) ? details.Key : photo.Path;
            yield return (new FeatureRow(id) { Path = photo.IsRemote ? null : photo.Path, Address = details?.ImageAddress ?? (photo.IsRemote ? photo.Path : null), Caption = details?.Description }, vector);
        }
    }
}
