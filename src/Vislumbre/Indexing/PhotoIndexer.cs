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
    private const int WorthTrying = 500;
    private readonly IndexOptions _options = options ?? new IndexOptions();

    /// <summary>Takes files that are to be encoded, in place of this run: a queue of work, say.</summary>
    public Action<IReadOnlyList<FoundFile>>? Elsewhere { get; init; }

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
        PrecisionVerdict? precision = null;
        if (Elsewhere is not null)
        {
            Elsewhere([.. changes.ToDo.Select(todo => todo.File)]);
        }
        else if (changes.ToDo.Count > 0)
        {
            run.Report();
            // So many photos that what a faster form spares is more than its trial costs.
            if (changes.ToDo.Count >= WorthTrying) precision = encoder.Try(Sample(changes.ToDo), cancellationToken);
            var todo = Channel.CreateUnbounded<(FoundFile, PhotoRecord?)>();
            foreach (var file in changes.ToDo) todo.Writer.TryWrite(file);
            todo.Writer.Complete();
            stopped = await new EncodingPipeline(library, encoder, _options).RunAsync(todo.Reader, run, cancellationToken).ConfigureAwait(false);
        }

        var looked = stopped || Elsewhere is not null ? 0 : new LaterPasses(library, encoder, _options).Run(progress, cancellationToken);
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
            Precision = precision,
            CaptionFaults = badCaptions,
            Failed = [.. unreadable, .. changes.StillFailed, .. run.Failed],
            Stopped = stopped,
            Elapsed = clock.Elapsed,
        };
    }

    // Spread over the folders: the first hundred may be one afternoon.
    private static IEnumerable<PhotoSource> Sample(List<(FoundFile File, PhotoRecord? Known)> files)
    {
        // A pipe or a device has no size, and opening it could wait for ever.
        var random = new Random(files.Count);
        return Enumerable.Repeat(files, 2 * WorthTrying).Select(all => all[random.Next(all.Count)].File).Where(file => file.Size > 0).Select(file => PhotoSource.FromFile(file.Path));
    }
}
