using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Engines.Postgres;

/// <summary>
/// Takes photos from the queue, fetches those that are addresses, encodes them and commits them, beside any number of others on any machines. It may die at any time: what it had
/// and did not commit is another's when its lease runs out; what it committed and did not strike off is found to be there already.
/// </summary>
/// <param name="library">Where photos go.</param>
/// <param name="queue">Where it is told which.</param>
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
    /// <exception cref="VislumbreException">The photos' folder is not on this machine, or nothing can be fetched any more; what it had is given back.</exception>
    public async Task<IndexReport> RunAsync(IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        library.Catalog.UseModel(encoder.Model.Identity, encoder.Model.Folder);
        var pipeline = new EncodingPipeline(library, encoder, new IndexOptions());
        var clock = Stopwatch.StartNew();
        var taken = 0;
        var run = new IndexRun(library.Catalog, () => taken, progress, beside: true);
        using var fetched = new FetchedPhotos(library.Catalog, Path.Combine(library.Folder.Path, "arriving"), _options.Download);
        var lost = new List<FailedPhoto>();
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
                    // Once, whether it can be done or not: what lasts would come again at every turn.
                    (var due, isDue) = (isDue, false);
                    if (due) LookAfter(cancellationToken);
                    away = null;
                    if (_options.EndsWhenDone && queue.Count() is (0, 0)) break;
                    await PauseAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                taken += work.Count;
                isDue = true;
                work = Reachable(work);
                var (stopped, left, trouble) = await EncodeAsync(pipeline, run, fetched, work, lost, cancellationToken).ConfigureAwait(false);
                if (!stopped) queue.Finish(_name, [.. work.Select(one => one.Id).Except(left)]);
                if (stopped || left.Count > 0) queue.GiveBack(_name);
                if (trouble is not null) throw trouble;
                away = null;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (IsOfServer(e) && !(IsAway(e) && away is { } since && Stopwatch.GetElapsedTime(since) > _options.Patience))
            {
                // What it has is not given back unless the server was away: it counts as tried, and comes by itself the next time.
                if (IsAway(e)) away ??= Stopwatch.GetTimestamp();
                else Notice?.Invoke(e.Message);
                await PauseAsync(cancellationToken).ConfigureAwait(false);
                done.Add(run);
                run = new IndexRun(library.Catalog, () => taken, progress, beside: true);
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
            Failed = [.. done.SelectMany(one => one.Failed), .. lost],
            Stopped = cancellationToken.IsCancellationRequested,
            Elapsed = clock.Elapsed,
        };
    }

    private async Task PauseAsync(CancellationToken cancellationToken) => await Task.Delay(_options.Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // Files that are gone are struck off: the next scan notes what is missing. Where their folders are gone, too, this machine lacks what
    // the others have, and must not speak for them.
    private IReadOnlyList<QueuedPhoto> Reachable(IReadOnlyList<QueuedPhoto> work)
    {
        if (work.FirstOrDefault(one => one.Address is null && !Directory.Exists(Path.GetDirectoryName(one.Path))) is { } lost)
        {
            queue.GiveBack(_name);
            throw new VislumbreException(Language.Say(
                $"The folder of {lost.Path} is not on this machine: mount the photos where they are on the others.", $"A pasta de {lost.Path} não está nesta máquina: monte as fotos onde estão nas outras."));
        }

        var gone = work.Where(one => one.Address is null && !File.Exists(one.Path)).Select(one => one.Id).ToList();
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

    // Whether it was stopped before all were done; what could not be asked for any more, and why.
    private async Task<(bool Stopped, IReadOnlyList<long> Left, SourceException? Trouble)> EncodeAsync(
        EncodingPipeline pipeline, IndexRun run, FetchedPhotos fetched, IReadOnlyList<QueuedPhoto> work, List<FailedPhoto> lost, CancellationToken cancellationToken)
    {
        using var alive = new Timer(_ => Renew(), null, _options.Lease / 3, _options.Lease / 3);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = Channel.CreateUnbounded<(FoundFile, PhotoRecord?)>();
        foreach (var one in work.Where(one => one.Address is null)) files.Writer.TryWrite((one.File, library.Catalog.FindPath(one.Path)));
        var fetching = FetchAsync();
        try
        {
            if (await pipeline.RunAsync(files.Reader, run, cancellationToken).ConfigureAwait(false)) return (true, [], null);
            var (failed, left, trouble) = await fetching.ConfigureAwait(false);
            lost.AddRange(failed);
            return (false, left, trouble);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)fetching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            fetched.Clear();
        }

        // What has come is encoded while the rest comes.
        async Task<(IReadOnlyList<FailedPhoto> Failed, IReadOnlyList<long> Left, SourceException? Trouble)> FetchAsync()
        {
            try
            {
                var addresses = work.Where(one => one.Address is not null).ToList();
                if (addresses.Count == 0) return ([], [], null);
                return await fetched.RunAsync(addresses, file => files.Writer.TryWrite((file, library.Catalog.FindPath(file.Address!))), stop.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                files.Writer.TryComplete(e);
                throw;
            }
            finally
            {
                files.Writer.TryComplete();
            }
        }
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
