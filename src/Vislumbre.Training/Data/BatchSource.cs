using TorchSharp;
using static TorchSharp.torch;

namespace Vislumbre.Training.Data;

/// <summary>
/// Draws the batch of any step from the seed and the step's number alone: order of photos, captions, crops. So a run that goes on after
/// being killed sees exactly what it would have seen.
/// </summary>
internal sealed class BatchSource(TrainingSet data, TokenTable tokens, PixelStore pixels, Augmentation augmentation, TrainingOptions options, int inputEdge)
{
    /// <summary>The first photo of each photo's group, by which the group goes.</summary>
    private readonly int[] _groupOf = GroupOf(data.Learning);
    private (int Epoch, int[] Order) _order = (-1, []);

    /// <summary>Steps in which every photo is seen once; those of an incomplete batch are seen in another epoch.</summary>
    public int StepsPerEpoch { get; } = Math.Max(1, data.Learning.Count / options.Batch);

    /// <summary>Draws a batch.</summary>
    public TrainingBatch Draw(int step)
    {
        var chosen = Photos(step);
        var count = chosen.Length;
        var captions = new int[count];
        var values = new float[count * 3 * inputEdge * inputEdge];
        Parallel.For(0, count, i =>
        {
            // Photos of a group are described and cropped alike: what tells them apart is then what they differ in.
            var random = new Random(HashCode(options.Seed, step, _groupOf[chosen[i]]));
            var photo = data.Learning[chosen[i]];
            captions[i] = photo.Captions[random.Next(photo.Captions.Length)];
            var target = values.AsSpan(i * 3 * inputEdge * inputEdge, 3 * inputEdge * inputEdge);
            // A photo that cannot be read is grey; it is listed, and one among thousands teaches nothing wrong.
            if (pixels.Read(chosen[i]) is { } read) augmentation.Draw(read, random, options.Flip && !tokens.NamesASide(captions[i]), target);
        });
        var truth = Truth(chosen, captions);
        if (options.CutMix > 0) CutMix.Apply(values, truth, inputEdge, options.CutMix, new Random(HashCode(options.Seed, step, -2)));
        var (ids, ends) = tokens.Batch(captions);
        return new TrainingBatch(tensor(values, [count, 3, inputEdge, inputEdge]), ids, ends, tensor(truth, [count, count]), Neighbours(chosen, truth));
    }

    /// <summary>The numbers of a batch's photos.</summary>
    public int[] Photos(int step)
    {
        var count = Math.Min(options.Batch, data.Learning.Count);
        return Order(step / StepsPerEpoch).AsSpan(step % StepsPerEpoch * count, count).ToArray();
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

    /// <summary>Other photos of the same group, of which a photo's caption is not true as well; null where there are none.</summary>
    private Tensor? Neighbours(int[] chosen, float[] truth)
    {
        var count = chosen.Length;
        var neighbours = new float[count * count];
        var any = false;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                if (i == j || _groupOf[chosen[i]] != _groupOf[chosen[j]] || truth[i * count + j] > 0 || truth[j * count + i] > 0) continue;
                neighbours[i * count + j] = 1f;
                any = true;
            }
        }

        return any ? tensor(neighbours, [count, count]) : null;
    }

    private int[] Order(int epoch)
    {
        if (_order.Epoch == epoch) return _order.Order;
        // Photos that differ little meet in one batch: there they must be told apart (Yuksekgonul et al. 2022).
        var groups = Enumerable.Range(0, _groupOf.Length).GroupBy(photo => _groupOf[photo]).Select(group => group.ToArray()).ToArray();
        new Random(HashCode(options.Seed, -1, epoch)).Shuffle(groups);
        int[] order = [.. groups.SelectMany(group => group)];
        _order = (epoch, order);
        return order;
    }

    private static int[] GroupOf(IReadOnlyList<TrainingPhoto> photos)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. photos.Select((photo, number) => first.TryAdd(photo.Group, number) ? number : first[photo.Group])];
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
