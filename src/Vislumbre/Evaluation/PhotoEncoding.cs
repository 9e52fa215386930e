using System.Diagnostics;
using System.Threading.Channels;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Decodes photos on threads of their own beside the encoder, which takes them a batch at a time.</summary>
internal sealed class PhotoEncoding
{
    private readonly PhotoPreprocessor _preprocessor;
    private readonly DualEncoder? _encoder;
    private readonly bool _withColours;
    private readonly int _batch;

    private PhotoEncoding(DualEncoder encoder, bool embeddings, bool colours, int batch)
    {
        _preprocessor = embeddings ? encoder.Image.Preprocessor : new PhotoPreprocessor(encoder.Model.Preprocessing);
        (_encoder, _withColours, _batch) = (embeddings ? encoder : null, colours, batch);
    }

    /// <summary>Encodes photos; with colours, their histograms too.</summary>
    public static Task<EncodedPhotos> RunAsync(
        DualEncoder encoder, IReadOnlyList<string> files, bool colours, int batch, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken) =>
        new PhotoEncoding(encoder, embeddings: true, colours, batch).RunAsync(files, EvaluationStage.Photos, progress, cancellationToken);

    /// <summary>Only decodes photos for their histograms, at the size that a model takes.</summary>
    public static Task<EncodedPhotos> ColoursAsync(
        DualEncoder encoder, IReadOnlyList<string> files, int batch, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken) =>
        new PhotoEncoding(encoder, embeddings: false, colours: true, batch).RunAsync(files, EvaluationStage.Baseline, progress, cancellationToken);

    private async Task<EncodedPhotos> RunAsync(IReadOnlyList<string> files, EvaluationStage stage, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        // Two batches ahead, as in indexing: one slow file does not hold up the encoder, and memory stays bounded.
        var decoded = Channel.CreateBounded<Decoded>(new BoundedChannelOptions(2 * _batch) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var decoding = Task.Run(() => DecodeAsync(files, decoded.Writer, stop.Token), CancellationToken.None);
        try
        {
            return await EncodeAsync(files, stage, decoded.Reader, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DecodeAsync(IReadOnlyList<string> files, ChannelWriter<Decoded> to, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
            await Parallel.ForAsync(0, files.Count, options, async (at, cancel) => await to.WriteAsync(Decode(files[at], at), cancel).ConfigureAwait(false)).ConfigureAwait(false);
            to.TryComplete();
        }
        catch (Exception e)
        {
            to.TryComplete(e);
        }
    }

    private Decoded Decode(string file, int at)
    {
        try
        {
            // A pipe or a device has no size; opening one could wait for ever.
            if (new FileInfo(file).Length == 0) throw PhotoException.Empty();
            return new Decoded(at, _preprocessor.Resize(PhotoSource.FromFile(file)).Pixels, null);
        }
        catch (Exception e) when (e is PhotoException or IOException or UnauthorizedAccessException)
        {
            return new Decoded(at, null, e.Message);
        }
    }

    private async Task<EncodedPhotos> EncodeAsync(
        IReadOnlyList<string> files, EvaluationStage stage, ChannelReader<Decoded> decoded, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var recipe = _preprocessor.Recipe;
        var embeddings = new float[files.Count][];
        var colours = new float[files.Count][];
        var reasons = new string?[files.Count];
        var tensors = _encoder is null ? [] : new float[_batch * recipe.TensorLength];
        var waiting = new List<int>(_batch);
        var (done, failed) = (0, 0);
        await foreach (var photo in decoded.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (photo.Pixels is not { } pixels)
            {
                reasons[photo.At] = photo.Reason;
                failed++;
                continue;
            }

            if (_withColours) colours[photo.At] = ColourHistogram.Of(pixels, recipe.InputEdge);
            if (_encoder is not null) _preprocessor.ToTensor(pixels, tensors.AsSpan(waiting.Count * recipe.TensorLength, recipe.TensorLength));
            waiting.Add(photo.At);
            if (waiting.Count == _batch) Flush();
        }

        Flush();
        int[] good = [.. Enumerable.Range(0, files.Count).Where(at => reasons[at] is null)];
        return new EncodedPhotos(
            good,
            _encoder is null ? null : EmbeddingMatrix.FromRows([.. good.Select(at => embeddings[at])], _encoder.Model.Identity.Dimension),
            _withColours ? EmbeddingMatrix.FromRows([.. good.Select(at => colours[at])], ColourHistogram.Length) : null,
            [.. Enumerable.Range(0, files.Count).Where(at => reasons[at] is not null).Select(at => new EvaluationFailure(files[at], reasons[at]!))]);

        void Flush()
        {
            if (_encoder is not null && waiting.Count > 0)
            {
                foreach (var (at, embedding) in waiting.Zip(_encoder.Image.Encode(tensors, waiting.Count))) embeddings[at] = embedding;
            }

            done += waiting.Count;
            waiting.Clear();
            progress?.Report(new EvaluationProgress(stage, files.Count, done + failed, failed, clock.Elapsed));
        }
    }

    private readonly record struct Decoded(int At, byte[]? Pixels, string? Reason);
}
