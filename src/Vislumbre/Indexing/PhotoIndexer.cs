using System.Diagnostics;
using System.Threading.Channels;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>
/// Joins files, encoder and catalog: scans, decodes on threads of its own beside the encoder, commits batch by batch. Stopped or
/// killed at any moment, the next run goes on where it was.
/// </summary>
/// <param name="library">Where photos go.</param>
/// <param name="encoder">Whose image tower encodes them.</param>
/// <param name="options">How.</param>
public sealed class PhotoIndexer(PhotoLibrary library, DualEncoder encoder, IndexOptions? options = null)
{
    private readonly IndexOptions _options = options ?? new IndexOptions();

    /// <summary>Indexes the photos under some paths.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="progress">Told after each commit, on this run's own thread.</param>
    /// <param name="cancellationToken">Stops cleanly: what is encoded is committed, and the report says so.</param>
    /// <exception cref="VislumbreException">A path is absent, the library is of another model or being written.</exception>
    public async Task<IndexReport> RunAsync(IReadOnlyList<string> paths, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        using var writing = library.Lock();
        var roots = paths.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).Distinct().ToList();
        var unreadable = new List<FailedPhoto>();
        var files = FolderScan.Scan(roots, new FolderScanOptions { Recursive = _options.Recursive }, (path, reason) => unreadable.Add(new FailedPhoto(path, reason)), cancellationToken);
        var changes = FolderChanges.Compare(roots, files, library.Catalog.ByPath(), _options);
        library.Catalog.UseModel(encoder.Model.Identity, encoder.Model.Folder);
        // A folder that could not be opened says nothing of the photos inside.
        changes.Gone.RemoveAll(photo => unreadable.Exists(folder => photo.Path.StartsWith(folder.Path, StringComparison.Ordinal)));
        changes.NotePresence(library.Catalog);
        var (captioned, badCaptions) = FolderCaptions.Take(library.Catalog, roots, cancellationToken);

        var run = new IndexRun(library.Catalog, () => changes.ToDo.Count, progress);
        var stopped = false;
        if (changes.ToDo.Count > 0)
        {
            run.Report();
            var todo = Channel.CreateUnbounded<(FoundFile, PhotoRecord?)>();
            foreach (var file in changes.ToDo) todo.Writer.TryWrite(file);
            todo.Writer.Complete();
            stopped = await new EncodingPipeline(library, encoder, _options).RunAsync(todo.Reader, run, cancellationToken).ConfigureAwait(false);
        }

        var looked = stopped ? 0 : LookAtOlder(roots, progress, cancellationToken);
        if (!stopped && _options.Thumbnails) MakeThumbnails(roots, progress, cancellationToken);
        stopped |= cancellationToken.IsCancellationRequested;
        // Photos that turned out to have moved were first noted as gone.
        return new IndexReport
        {
            Found = changes.Found,
            Indexed = run.Indexed,
            Unchanged = changes.Unchanged + changes.Back.Count + run.Touched,
            Moved = run.Moved,
            Copied = run.Copied,
            Missing = changes.Gone.Count(photo => photo.Status == PhotoStatus.Indexed && !run.HasMoved(photo.Id)),
            Captioned = captioned,
            Looked = looked,
            CaptionFaults = badCaptions,
            Failed = [.. unreadable, .. changes.StillFailed, .. run.Failed],
            Stopped = stopped,
            Elapsed = clock.Elapsed,
        };
    }

    // Searches find the photos already: the encoder does not share the machine with this.
    private void MakeThumbnails(List<string> roots, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var missing = library.Catalog.Indexed().Where(photo => photo is { IsRemote: false, Sha256: { } hash } && roots.Exists(root => FolderChanges.IsUnder(photo.Path, root, _options.Recursive)) && !library.Thumbnails.Has(hash)).ToList();
        var (clock, made, failed) = (Stopwatch.StartNew(), 0, 0);
        foreach (var some in missing.Chunk(64))
        {
            if (cancellationToken.IsCancellationRequested) return;
            var failures = some.AsParallel().Count(photo => !Try(photo));
            (made, failed) = (made + some.Length - failures, failed + failures);
            progress?.Report(new IndexProgress(missing.Count, made + failed, failed, clock.Elapsed, IndexStage.Thumbnails));
        }

        bool Try(PhotoRecord photo)
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

    // Photos that an earlier version indexed have no look yet: they are decoded once more, and not encoded.
    private int LookAtOlder(List<string> roots, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var preparer = new PhotoPreparer(library.Catalog, encoder.Image.Preprocessor);
        var (clock, looked, tried) = (Stopwatch.StartNew(), 0, 0);
        var unknown = library.Catalog.Looks.Unknown().Where(photo => roots.Exists(root => FolderChanges.IsUnder(photo.Path, root, _options.Recursive))).ToList();
        foreach (var some in unknown.Chunk(64))
        {
            var looks = some.AsParallel().Select(photo => (Photo: photo, Look: Try(photo))).Where(one => one.Look is not null).Select(one => (one.Photo, one.Look!)).ToList();
            library.Catalog.Looks.Save(looks);
            looked += looks.Count;
            tried += some.Length;
            progress?.Report(new IndexProgress(unknown.Count, tried, tried - looked, clock.Elapsed, IndexStage.Looks));
            if (cancellationToken.IsCancellationRequested) break;
        }

        return looked;

        PhotoLook? Try(PhotoRecord photo)
        {
            try
            {
                return cancellationToken.IsCancellationRequested ? null : preparer.Look(photo.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or VislumbreException)
            {
                // It is found as before; what is wrong with its file is said when the file is indexed again.
                return null;
            }
        }
    }
}
