using System.Diagnostics;
using System.Threading.Channels;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>Indexes photos while they are being fetched.</summary>
internal sealed class ArrivingPhotos(PhotoLibrary library, DualEncoder encoder, IndexOptions options)
{
    /// <summary>Indexes files as they come; what is indexed and unchanged is passed over. The caller holds the library's lock.</summary>
    /// <param name="files">Full paths.</param>
    /// <param name="progress">Told after each commit.</param>
    /// <param name="cancellationToken">Stops cleanly.</param>
    public async Task<IndexReport> RunAsync(ChannelReader<string> files, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        library.Catalog.UseModel(encoder.Model.Identity, encoder.Model.Folder);
        var (found, unchanged) = (0, 0);
        var stillFailed = new List<FailedPhoto>();
        var changed = Channel.CreateBounded<(FoundFile, PhotoRecord?)>(4 * options.Batch);
        // What is indexed already counts as done.
        var tell = progress is null ? null : new Telling<IndexProgress>(now => progress.Report(now with { Total = found, Done = now.Done + unchanged + stillFailed.Count }));
        var run = new IndexRun(library.Catalog, () => found - unchanged - stillFailed.Count, tell);
        var comparing = Task.Run(
            async () =>
            {
                try
                {
                    await foreach (var path in files.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                    {
                        var info = new FileInfo(path);
                        if (!info.Exists) continue;
                        found++;
                        var changes = FolderChanges.Compare([], [new FoundFile(path, info.Length, info.LastWriteTimeUtc)], library.Catalog.FindPath(path) is { } known ? new() { [path] = known } : [], options);
                        unchanged += changes.Unchanged;
                        stillFailed.AddRange(changes.StillFailed);
                        changes.NotePresence(library.Catalog);
                        if (found % 256 == 0) run.Report();
                        foreach (var file in changes.ToDo) await changed.Writer.WriteAsync(file, cancellationToken).ConfigureAwait(false);
                    }

                    changed.Writer.TryComplete();
                }
                catch (Exception e)
                {
                    changed.Writer.TryComplete(e);
                }
            },
            CancellationToken.None);
        var stopped = await new EncodingPipeline(library, encoder, options).RunAsync(changed.Reader, run, cancellationToken).ConfigureAwait(false);
        await comparing.ConfigureAwait(false);
        var looked = stopped ? 0 : new LaterPasses(library, encoder, options).Run(null, cancellationToken);
        return new IndexReport
        {
            Looked = looked,
            Found = found,
            Indexed = run.Indexed,
            Unchanged = unchanged + run.Touched,
            Moved = run.Moved,
            Copied = run.Copied,
            Failed = [.. stillFailed, .. run.Failed],
            Stopped = stopped,
            Elapsed = clock.Elapsed,
        };
    }
}
