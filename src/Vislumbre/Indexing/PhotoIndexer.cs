using System.Diagnostics;
using System.Threading.Channels;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
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
        NotePresence(changes);

        var run = new IndexRun(library.Catalog, changes.ToDo.Count, progress);
        var stopped = false;
        if (changes.ToDo.Count > 0)
        {
            run.Report();
            try
            {
                await EncodeAsync(changes, run, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                stopped = true;
            }
        }

        // Photos that turned out to have moved were first noted as gone.
        return new IndexReport
        {
            Found = changes.Found,
            Indexed = run.Indexed,
            Unchanged = changes.Unchanged + changes.Back.Count + run.Touched,
            Moved = run.Moved,
            Copied = run.Copied,
            Missing = changes.Gone.Count(photo => photo.Status == PhotoStatus.Indexed && !run.HasMoved(photo.Id)),
            Failed = [.. unreadable, .. changes.StillFailed, .. run.Failed],
            Stopped = stopped,
            Elapsed = clock.Elapsed,
        };
    }

    private void NotePresence(FolderChanges changes)
    {
        if (changes.Gone.Count + changes.Back.Count == 0) return;
        using var writer = library.Catalog.Begin();
        foreach (var photo in changes.Back) writer.SetMissing(photo.Id, false);
        foreach (var photo in changes.Gone)
        {
            if (photo.Status == PhotoStatus.Failed) writer.Forget(photo.Id);
            else writer.SetMissing(photo.Id, true);
        }

        writer.Commit();
    }

    private async Task EncodeAsync(FolderChanges changes, IndexRun run, CancellationToken cancellationToken)
    {
        var workers = _options.Decoders > 0 ? _options.Decoders : Environment.ProcessorCount;
        // Two batches ahead: enough that the encoder never waits for one slow file, and memory stays bounded.
        var prepared = Channel.CreateBounded<PreparedPhoto>(new BoundedChannelOptions(2 * _options.Batch) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var preparer = new PhotoPreparer(library.Catalog, encoder.Image.Preprocessor);
        var next = -1;
        var decoding = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() =>
        {
            try
            {
                for (int at; !stop.Token.IsCancellationRequested && (at = Interlocked.Increment(ref next)) < changes.ToDo.Count;)
                {
                    var (file, known) = changes.ToDo[at];
                    prepared.Writer.WriteAsync(preparer.Prepare(file, known), stop.Token).AsTask().GetAwaiter().GetResult();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The catalog cannot be read: the consumer hears of it now, not after all other files.
                prepared.Writer.TryComplete(e);
                throw;
            }
        }, stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        _ = decoding.ContinueWith(task => prepared.Writer.TryComplete(task.Exception?.GetBaseException()), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        try
        {
            await ConsumeAsync(prepared.Reader, run, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)decoding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConsumeAsync(ChannelReader<PreparedPhoto> prepared, IndexRun run, CancellationToken cancellationToken)
    {
        var length = encoder.Model.Preprocessing.TensorLength;
        var tensors = new float[_options.Batch * length];
        var batch = new List<PreparedPhoto>(_options.Batch);
        await foreach (var photo in prepared.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (photo.Tensor is not { } tensor)
            {
                run.Note(photo);
                continue;
            }

            tensor.AsSpan(0, length).CopyTo(tensors.AsSpan(batch.Count * length)); // the pool gives longer ones
            PhotoPreparer.Return(tensor);
            batch.Add(photo);
            if (batch.Count == _options.Batch) Flush();
        }

        Flush();
        run.FinishCopies();

        void Flush()
        {
            if (batch.Count > 0) run.Save(batch, encoder.Image.Encode(tensors, batch.Count));
            else run.Save([], []);
            batch.Clear();
        }
    }
}
