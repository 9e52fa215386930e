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
    private readonly int _photosAnEpoch = PhotosAnEpoch(data.Learning, options.AtMost);
    private (int Epoch, int[] Order) _order = (-1, []);

    /// <summary>Steps in which every photo is seen once; those of an incomplete batch are seen in another epoch.</summary>
    public int StepsPerEpoch => Math.Max(1, _photosAnEpoch / options.Batch);

    /// <summary>Draws a batch.</summary>
    public TrainingBatch Draw(int step)
    {
        var chosen = Photos(step);
        // One that cannot be read gives its place to the next that can; it is listed at the end.
        var count = chosen.Length;
        var read = new byte[]?[count];
        Parallel.For(0, count, i => read[i] = pixels.Read(chosen[i]));
        for (var i = 0; i < count; i++)
        {
            if (read[i] is null) read[i] = pixels.Read(chosen[i] = Readable(chosen[i]));
        }

        var captions = new int[count];
        var mirrored = new bool[count];
        var values = new float[count * 3 * inputEdge * inputEdge];
        Parallel.For(0, count, i =>
        {
            // Photos of a group are described and cropped alike: what tells them apart is then what they differ in.
            var random = new Random(HashCode(options.Seed, step, _groupOf[chosen[i]]));
            var photo = data.Learning[chosen[i]];
            var caption = photo.Captions[random.Next(photo.Captions.Length)];
            mirrored[i] = random.NextDouble() < 0.5 && (tokens.NamesASide(caption) ? options.MirrorSides : options.Flip);
            captions[i] = mirrored[i] ? tokens.Mirrored(caption) : caption;
            var target = values.AsSpan(i * 3 * inputEdge * inputEdge, 3 * inputEdge * inputEdge);
            augmentation.Draw(read[i], random, mirrored[i], target);
        });
        var truth = Truth(chosen, captions, mirrored);
        if (options.CutMix > 0) CutMix.Apply(values, truth, inputEdge, options.CutMix, new Random(HashCode(options.Seed, step, -2)));
        var (ids, ends) = tokens.Batch(captions);
        return new TrainingBatch(tensor(values, [count, 3, inputEdge, inputEdge]), ids, ends, tensor(truth, [count, count]), Neighbours(chosen, truth));
    }

    /// <summary>The numbers of a batch's photos.</summary>
    public int[] Photos(int step)
    {
        var count = Math.Min(options.Batch, _photosAnEpoch);
        return Order(step / StepsPerEpoch).AsSpan(step % StepsPerEpoch * count, count).ToArray();
    }

    private int Readable(int photo)
    {
        for (var i = 0; i < data.Learning.Count; i++)
        {
            var next = (photo + i) % data.Learning.Count;
            if (pixels.Read(next) is not null) return next;
        }

        throw new VislumbreException(Language.Say($"None of the {data.Learning.Count} photos can be read; the first: {pixels.Failures.Values.First()}", $"Nenhuma das {data.Learning.Count} fotos pode ser lida; a primeira: {pixels.Failures.Values.First()}"));
    }

    /// <summary>A caption that several photos of the batch have is true of each of them (Yang et al. 2022, unified contrastive learning).</summary>
    private float[] Truth(int[] chosen, int[] captions, bool[] mirrored)
    {
        var count = chosen.Length;
        var places = captions.Select((caption, place) => (caption, place)).ToLookup(pair => pair.caption, pair => pair.place);
        var truth = new float[count * count];
        for (var i = 0; i < count; i++)
        {
            var trueOnes = data.Learning[chosen[i]].Captions.SelectMany(caption => places[mirrored[i] ? tokens.Mirrored(caption) : caption]).Distinct().ToArray();
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
        var random = new Random(HashCode(options.Seed, -1, epoch));
        random.Shuffle(groups);
        if (options.AtMost > 0) groups = [.. AtMost(groups)];
        if (options.Together > 1) groups = BySetting(groups, random);
        int[] order = [.. groups.SelectMany(group => group)];
        _order = (epoch, order);
        return order;
    }

    /// <summary>
    /// Groups of one setting follow each other, so many photos at a time: told apart by place and time alone, most photos of a batch would be
    /// far from each other, and little would be left to learn of what they show (hard negatives: Robinson et al. 2021).
    /// </summary>
    private int[][] BySetting(int[][] groups, Random random)
    {
        var runs = new List<int[][]>();
        foreach (var setting in groups.GroupBy(group => data.Learning[group[0]].Setting))
        {
            var run = new List<int[]>();
            foreach (var group in setting)
            {
                run.Add(group);
                if (run.Sum(one => one.Length) < options.Together) continue;
                runs.Add([.. run]);
                run.Clear();
            }

            if (run.Count > 0) runs.Add([.. run]);
        }

        var shuffled = runs.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled.SelectMany(run => run)];
    }

    /// <summary>The first so many photos of each class in this epoch's order: a large class does not crowd out the small ones, and is seen whole over the epochs.</summary>
    private IEnumerable<int[]> AtMost(int[][] groups)
    {
        var seen = new Dictionary<int, int>();
        foreach (var group in groups)
        {
            if (data.Learning[group[0]].Class is { } number && (seen[number] = seen.GetValueOrDefault(number) + 1) > options.AtMost) continue;
            yield return group;
        }
    }

    private static int PhotosAnEpoch(IReadOnlyList<TrainingPhoto> photos, int atMost) =>
        atMost == 0 ? photos.Count : photos.GroupBy(photo => photo.Class).Sum(ofClass => ofClass.Key is null ? ofClass.Count() : Math.Min(ofClass.Count(), atMost));

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
