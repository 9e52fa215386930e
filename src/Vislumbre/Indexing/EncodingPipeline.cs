using System.Threading.Channels;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>Files → catalog: decodes on threads of its own beside the encoder, commits batch by batch.</summary>
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
        var workers = options.Decoders > 0 ? options.Decoders : Environment.ProcessorCount;
        // Two batches ahead: enough that the encoder never waits for one slow file, and memory stays bounded.
        var prepared = Channel.CreateBounded<PreparedPhoto>(new BoundedChannelOptions(2 * options.Batch) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var preparer = new PhotoPreparer(library.Catalog, encoder.Image.Preprocessor);
        var decoding = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() =>
        {
            try
            {
                while (!stop.Token.IsCancellationRequested && files.WaitToReadAsync(stop.Token).AsTask().GetAwaiter().GetResult())
                {
                    if (!files.TryRead(out var next)) continue;
                    prepared.Writer.WriteAsync(preparer.Prepare(next.File, next.Known), stop.Token).AsTask().GetAwaiter().GetResult();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The catalog cannot be read: the consumer hears of it now, not after all other files.
                prepared.Writer.TryComplete(e);
                throw;
            }
        }, stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        // Threads that were stopped are no trouble, even where the runtime takes the stop for a fault.
        _ = decoding.ContinueWith(task => prepared.Writer.TryComplete(task.Exception?.Flatten().InnerExceptions.FirstOrDefault(trouble => trouble is not OperationCanceledException)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

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
        var tensors = new float[options.Batch * length];
        var batch = new List<PreparedPhoto>(options.Batch);
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
            if (batch.Count == options.Batch) Flush();
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
