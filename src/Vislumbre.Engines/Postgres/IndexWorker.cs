using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Engines.Postgres;

/// <summary>
/// Takes files from the queue, encodes them and commits them, beside any number of others on any machines. It may die at any time: what it had
/// and did not commit is another's when its lease runs out; what it committed and did not strike off is found to be there already.
/// </summary>
/// <param name="library">Where photos go.</param>
/// <param name="queue">Where files come from.</param>
/// <param name="encoder">Whose image tower encodes them.</param>
/// <param name="options">How.</param>
public sealed class IndexWorker(PhotoLibrary library, IndexingWork queue, DualEncoder encoder, WorkerOptions? options = null)
{
    private readonly WorkerOptions _options = options ?? new WorkerOptions();
    private readonly string _name = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>Takes a sentence when files could not be saved, and why; they are tried again by themselves.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Works until it is stopped, or until there is nothing to do.</summary>
    /// <param name="progress">Told after each commit.</param>
    /// <param name="cancellationToken">Stops it after what it is encoding.</param>
    /// <returns>What it did. A server that goes away is waited for.</returns>
    /// <exception cref="LibraryException">The library is of another model, or the server stays away.</exception>
    /// <exception cref="VislumbreException">The photos' folder is not on this machine.</exception>
    public async Task<IndexReport> RunAsync(IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        library.Catalog.UseModel(encoder.Model.Identity, encoder.Model.Folder);
        var pipeline = new EncodingPipeline(library, encoder, new IndexOptions());
        var clock = Stopwatch.StartNew();
        var taken = 0;
        var run = new IndexRun(library.Catalog, () => taken, progress);
        long? away = null;
        var isDue = false;
        var done = new List<IndexRun>();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // What was begun before the server went away is begun again, by whomever.
                if (away is not null) queue.GiveBack(_name);
                queue.SetAside(_options.Tries);
                var work = queue.Lease(_name, _options.Batch, _options.Lease);
                if (work.Count == 0)
                {
                    away = null;
                    if (isDue) LookAfter(cancellationToken);
                    isDue = false;
                    if (_options.EndsWhenDone && queue.Count() is (0, 0)) break;
                    await Task.Delay(_options.Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                taken += work.Count;
                isDue = true;
                work = Reachable(work);
                if (await EncodeAsync(pipeline, run, work, cancellationToken).ConfigureAwait(false)) queue.GiveBack(_name);
                else queue.Finish(_name, [.. work.Select(one => one.Id)]);
                away = null;
            }
            catch (Exception e) when (IsOfServer(e) && !(IsAway(e) && away is { } since && Stopwatch.GetElapsedTime(since) > _options.Patience))
            {
                if (IsAway(e))
                {
                    away ??= Stopwatch.GetTimestamp();
                    await Task.Delay(_options.Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                else
                {
                    // What it has is not given back: it counts as tried, and comes by itself the next time.
                    Notice?.Invoke(e.Message);
                }

                done.Add(run);
                run = new IndexRun(library.Catalog, () => taken, progress);
            }
        }

        done.Add(run);
        return new IndexReport
        {
            Found = taken,
            Indexed = done.Sum(one => one.Indexed),
            Unchanged = done.Sum(one => one.Touched),
            Moved = done.Sum(one => one.Moved),
            Copied = done.Sum(one => one.Copied),
            Failed = [.. done.SelectMany(one => one.Failed)],
            Stopped = cancellationToken.IsCancellationRequested,
            Elapsed = clock.Elapsed,
        };
    }

    // Files that are gone are struck off: the next scan notes what is missing. Where their folders are gone, too, this machine lacks what
    // the others have, and must not speak for them.
    private IReadOnlyList<(long Id, FoundFile File)> Reachable(IReadOnlyList<(long Id, FoundFile File)> work)
    {
        if (work.FirstOrDefault(one => !Directory.Exists(Path.GetDirectoryName(one.File.Path))) is { File: { } lost })
        {
            queue.GiveBack(_name);
            throw new VislumbreException(Language.Say(
                $"The folder of {lost.Path} is not on this machine: mount the photos where they are on the others.", $"A pasta de {lost.Path} não está nesta máquina: monte as fotos onde estão nas outras."));
        }

        var gone = work.Where(one => !File.Exists(one.File.Path)).Select(one => one.Id).ToList();
        if (gone.Count == 0) return work;
        queue.Finish(_name, gone);
        return [.. work.Where(one => !gone.Contains(one.Id))];
    }

    // What a library is due after photos were added; one of several workers does it.
    private void LookAfter(CancellationToken cancellationToken)
    {
        library.Nearest.Tidy(encoder.Model.Identity.Dimension, cancellationToken: cancellationToken);
        new AlikePhotos(library.Catalog).Find(cancellationToken);
    }

    private static bool IsOfServer(Exception e) => e is NpgsqlException or LibraryException { InnerException: NpgsqlException };

    // Whether it is for the server to come back; else it is the photos, or something that lasts.
    private static bool IsAway(Exception e) => (e as NpgsqlException ?? e.InnerException) is not PostgresException answer || answer.IsTransient || answer.SqlState.StartsWith("57P", StringComparison.Ordinal);

    // Whether it was stopped before all were done.
    private async Task<bool> EncodeAsync(EncodingPipeline pipeline, IndexRun run, IReadOnlyList<(long Id, FoundFile File)> work, CancellationToken cancellationToken)
    {
        using var alive = new Timer(_ => Renew(), null, _options.Lease / 3, _options.Lease / 3);
        var files = Channel.CreateUnbounded<(FoundFile, PhotoRecord?)>();
        foreach (var (_, file) in work) files.Writer.TryWrite((file, library.Catalog.FindPath(file.Path)));
        files.Writer.Complete();
        return await pipeline.RunAsync(files.Reader, run, cancellationToken).ConfigureAwait(false);
    }

    private void Renew()
    {
        try
        {
            queue.Renew(_name, _options.Lease);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next time, or another worker takes over. Nothing may leave a timer.
        }
    }
}
