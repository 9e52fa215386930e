using System.Data.Common;
using System.Diagnostics;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Imaging;

namespace Vislumbre.Indexing;

/// <summary>What photos are due once they are encoded and found: what an earlier version did not ask of them, and small pictures. Over the whole library, so that none waits for its folder to be named again.</summary>
internal sealed class LaterPasses(PhotoLibrary library, DualEncoder encoder, IndexOptions options)
{
    private const int Together = 64;

    /// <summary>Does what is due. The caller holds the library's lock.</summary>
    /// <param name="progress">Told after some photos.</param>
    /// <param name="cancellationToken">Stops it: the next run goes on.</param>
    /// <returns>How many photos were looked at again.</returns>
    public int Run(IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var looked = LookAtOlder(progress, cancellationToken);
        if (options.Thumbnails) MakeThumbnails(progress, cancellationToken);
        return looked;
    }

    // Photos that an earlier version indexed have no look yet: they are decoded once more, and not encoded.
    private int LookAtOlder(IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var preparer = new PhotoPreparer(library.Catalog, new PhotoPreprocessor(encoder.Model.Preprocessing));
        var (clock, looked, tried) = (Stopwatch.StartNew(), 0, 0);
        var unknown = library.Catalog.Looks.Unknown().Where(photo => File.Exists(photo.Path)).ToList();
        foreach (var some in unknown.Chunk(Together))
        {
            if (cancellationToken.IsCancellationRequested) break;
            var looks = some.AsParallel().Select(photo => (Photo: photo, Look: Look(photo))).Where(one => one.Look is not null).Select(one => (one.Photo, one.Look!)).ToList();
            library.Catalog.Looks.Save(looks);
            looked += looks.Count;
            tried += some.Length;
            progress?.Report(new IndexProgress(unknown.Count, tried, tried - looked, clock.Elapsed, IndexStage.Looks));
        }

        return looked;

        PhotoLook? Look(PhotoRecord photo)
        {
            try
            {
                return cancellationToken.IsCancellationRequested ? null : preparer.Look(photo.Path);
            }
            catch (Exception e) when (e is not DbException and not LibraryException)
            {
                // It is found as before; what is wrong with its file is said when the file is indexed again.
                return null;
            }
        }
    }

    // Searches find the photos already: the encoder does not share the machine with this.
    private void MakeThumbnails(IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var missing = library.Catalog.Indexed().Where(photo => photo is { IsRemote: false, Sha256: { } hash } && !library.Thumbnails.Has(hash)).DistinctBy(photo => photo.Sha256).ToList();
        var (clock, done, failed) = (Stopwatch.StartNew(), 0, 0);
        foreach (var some in missing.Chunk(Together))
        {
            if (cancellationToken.IsCancellationRequested) return;
            failed += some.AsParallel().Count(photo => !Make(photo));
            done += some.Length;
            progress?.Report(new IndexProgress(missing.Count, done, failed, clock.Elapsed, IndexStage.Thumbnails));
        }

        bool Make(PhotoRecord photo)
        {
            try
            {
                library.Thumbnails.Make(photo);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or PhotoException)
            {
                return false; // it is tried again when it is shown
            }
        }
    }
}
