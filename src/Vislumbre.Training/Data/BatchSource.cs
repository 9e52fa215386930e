using TorchSharp;
using static TorchSharp.torch;

namespace Vislumbre.Training.Data;

/// <summary>
/// Draws the batch of any step from the seed and the step's number alone: order of photos, captions, crops. So a run that goes on after
/// being killed sees exactly what it would have seen.
/// </summary>
internal sealed class BatchSource(TrainingSet data, TokenTable tokens, PixelStore pixels, Augmentation augmentation, TrainingOptions options, int inputEdge)
{
    private (int Epoch, int[] Order) _order = (-1, []);

    /// <summary>Steps in which every photo is seen once; those of an incomplete batch are seen in another epoch.</summary>
    public int StepsPerEpoch { get; } = Math.Max(1, data.Learning.Count / options.Batch);

    /// <summary>Draws a batch.</summary>
    public TrainingBatch Draw(int step)
    {
        var count = Math.Min(options.Batch, data.Learning.Count);
        var chosen = Order(step / StepsPerEpoch).AsSpan(step % StepsPerEpoch * count, count).ToArray();
        var captions = new int[count];
        var values = new float[count * 3 * inputEdge * inputEdge];
        Parallel.For(0, count, i =>
        {
            var random = new Random(HashCode(options.Seed, step, i));
            var photo = data.Learning[chosen[i]];
            captions[i] = photo.Captions[random.Next(photo.Captions.Length)];
            var target = values.AsSpan(i * 3 * inputEdge * inputEdge, 3 * inputEdge * inputEdge);
            // A photo that cannot be read is grey; it is listed, and one among thousands teaches nothing wrong.
            if (pixels.Read(chosen[i]) is { } read) augmentation.Draw(read, random, options.Flip && !tokens.NamesASide(captions[i]), target);
        });
        var (ids, ends) = tokens.Batch(captions);
        return new TrainingBatch(tensor(values, [count, 3, inputEdge, inputEdge]), ids, ends, tensor(Truth(chosen, captions), [count, count]));
    }

    /// <summary>A caption that several photos of the batch have is true of each of them (Yang et al. 2022, unified contrastive learning).</summary>
    private float[] Truth(int[] chosen, int[] captions)
    {
        var count = chosen.Length;
        var places = captions.Select((caption, place) => (caption, place)).ToLookup(pair => pair.caption, pair => pair.place);
        var truth = new float[count * count];
        for (var i = 0; i < count; i++)
        {
            var trueOnes = data.Learning[chosen[i]].Captions.SelectMany(caption => places[caption]).Distinct().ToArray();
            foreach (var j in trueOnes) truth[i * count + j] = 1f;
        }

        return truth;
    }

    private int[] Order(int epoch)
    {
        if (_order.Epoch == epoch) return _order.Order;
        var order = Enumerable.Range(0, data.Learning.Count).ToArray();
        new Random(HashCode(options.Seed, -1, epoch)).Shuffle(order);
        _order = (epoch, order);
        return order;
    }

    /// <summary>System.HashCode differs from process to process; this does not.</summary>
    private static int HashCode(int a, int b, int c)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var part in (ReadOnlySpan<int>)[a, b, c])
        {
            hash = (hash ^ (uint)part) * 0xBF58476D1CE4E5B9UL;
            hash ^= hash >> 29;
        }

        return (int)(hash & 0x7FFFFFFF);
    }
}
