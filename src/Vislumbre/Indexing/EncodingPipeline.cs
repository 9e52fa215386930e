using System.Threading.Channels;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>Files → catalog: a thread a core decodes and encodes, one commits batch by batch.</summary>
internal sealed class EncodingPipeline(PhotoLibrary library, DualEncoder encoder, IndexOptions options)
{
    /// <summary>Encodes and commits until no more files come.</summary>
    /// <param name="files">Files that are new or changed, with what the catalog has at their path.</param>
    /// <param name="run">Saves and counts.</param>
    /// <param name="cancellationToken">Stops cleanly: what is encoded is committed.</param>
    /// <returns>Whether it was stopped.</returns>
    public async Task<bool> RunAsync(ChannelReader<(FoundFile File, PhotoRecord? Known)> files, IndexRun run, CancellationToken cancellationToken)
    {
        try
        {
            await EncodeAsync(files, run, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task EncodeAsync(ChannelReader<(FoundFile File, PhotoRecord? Known)> files, IndexRun run, CancellationToken cancellationToken)
    {
        var workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        // Commits lag by two batches at most: a slow disk holds the workers back before memory grows.
        var done = Channel.CreateBounded<PreparedPhoto>(new BoundedChannelOptions(2 * options.Batch) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var preparer = new PhotoPreparer(library.Catalog, new PhotoPreprocessor(encoder.Model.Preprocessing));
        var working = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() =>
        {
            try
            {
                Work(files, preparer, done.Writer, stop.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The catalog or the model cannot be read: the consumer hears of it now, not after all other files.
                done.Writer.TryComplete(e);
                throw;
            }
        }, stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        // Threads that were stopped are no trouble, even where the runtime takes the stop for a fault.
        _ = working.ContinueWith(task => done.Writer.TryComplete(task.Exception?.Flatten().InnerExceptions.FirstOrDefault(trouble => trouble is not OperationCanceledException)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        try
        {
            await ConsumeAsync(done.Reader, run, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // One thread's share: it decodes as many photos as a run of the tower takes, then runs it. All threads do the same, so that there is
    // no split between decoding and encoding to be found, and no core waits for another.
    private void Work(ChannelReader<(FoundFile File, PhotoRecord? Known)> files, PhotoPreparer preparer, ChannelWriter<PreparedPhoto> done, CancellationToken stop)
    {
        var length = encoder.Model.Preprocessing.TensorLength;
        float[]? tensors = null;
        var batch = new List<PreparedPhoto>();
        void Write(PreparedPhoto photo)
        {
            if (!done.TryWrite(photo)) done.WriteAsync(photo, stop).AsTask().GetAwaiter().GetResult();
        }

        void Flush()
        {
            if (batch.Count == 0) return;
            var embeddings = encoder.Bulk.Encode(tensors, batch.Count);
            for (var i = 0; i < batch.Count; i++) Write(batch[i] with { Embedding = embeddings[i] });
            batch.Clear();
        }

        while (true)
        {
            if (!files.TryRead(out var next))
            {
                // More come slowly or not at all: what is decoded does not wait for them.
                Flush();
                if (!files.WaitToReadAsync(stop).AsTask().GetAwaiter().GetResult()) break;
                continue;
            }

            stop.ThrowIfCancellationRequested();
            tensors ??= new float[encoder.Bulk.BatchSize * length];
            var photo = preparer.Prepare(next.File, next.Known, tensors.AsSpan(batch.Count * length, length));
            if (photo.Outcome == Preparation.Decoded) batch.Add(photo);
            else Write(photo);
            if (batch.Count == encoder.Bulk.BatchSize) Flush();
        }
    }

    private async Task ConsumeAsync(ChannelReader<PreparedPhoto> done, IndexRun run, CancellationToken cancellationToken)
    {
        var batch = new List<PreparedPhoto>(options.Batch);
        // To the end, stopped or not: what is encoded is committed. The workers stop, and close the channel.
        await foreach (var photo in done.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (photo.Outcome != Preparation.Decoded)
            {
                run.Note(photo);
                continue;
            }

            batch.Add(photo);
            if (batch.Count == options.Batch) Flush();
        }

        Flush();
        // Stopped, the originals may not be there yet: the next run finds the copies new.
        if (!cancellationToken.IsCancellationRequested) run.FinishCopies();

        void Flush()
        {
            run.Save(batch);
            batch.Clear();
        }
    }
}
