using System.Collections.Concurrent;
using TorchSharp;
using Vislumbre.Imaging;
using Vislumbre.Training.Data;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Training.Learning;

/// <summary>Text → image recall on photos that are held out, while training goes on.</summary>
internal sealed class HeldOutRecall
{
    /// <summary>More photos than this would take more time than they tell.</summary>
    private const int Most = 1000;

    private const int Captions = 4;
    private readonly IReadOnlyList<TrainingPhoto> _photos;
    private readonly TokenTable _tokens;
    private readonly PixelStore _pixels;
    private readonly Augmentation _augmentation;
    private readonly int _edge;

    public HeldOutRecall(TrainingSet data, TokenTable tokens, Augmentation augmentation, PreprocessingRecipe recipe)
    {
        // Evenly over the list, whatever order the table has.
        var every = Math.Max(1, (data.HeldOut.Count + Most - 1) / Most);
        TrainingPhoto[] photos = [.. data.HeldOut.Where((_, i) => i % every == 0)];
        var all = new PixelStore(recipe, photos);
        Parallel.For(0, photos.Length, i => all.Read(i));
        Failures = all.Failures;
        _photos = [.. photos.Where(photo => !Failures.ContainsKey(photo.Path))];
        _pixels = Failures.IsEmpty ? all : new PixelStore(recipe, _photos);
        (_tokens, _augmentation, _edge) = (tokens, augmentation, recipe.InputEdge);
    }

    /// <summary>Photos that cannot be read, with the reasons; they are not searched in.</summary>
    public ConcurrentDictionary<string, string> Failures { get; }

    /// <summary>The photos searched in.</summary>
    public int Count => _photos.Count;

    /// <summary>The share of the captions whose nearest photo, or one of the five nearest, has that caption.</summary>
    public (double AtOne, double AtFive) Measure(DualEncoderNetwork network)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var images = cat([.. Enumerable.Range(0, _photos.Count).Chunk(128).Select(chunk => Images(network, chunk))], 0);
        var queries = _photos.SelectMany((photo, i) => Enumerable.Range(0, Math.Min(Captions, photo.Captions.Length)).Select(c => photo.Captions[(i + c * Math.Max(1, photo.Captions.Length / Captions)) % photo.Captions.Length])).Distinct().ToArray();
        var owners = _photos.SelectMany((photo, i) => photo.Captions.Select(caption => (caption, i))).ToLookup(pair => pair.caption, pair => pair.i);
        var (first, five) = (0, 0);
        foreach (var chunk in queries.Chunk(512))
        {
            using var inner = NewDisposeScope();
            var (ids, ends) = _tokens.Batch(chunk);
            var nearest = network.EmbedTexts(ids, ends).matmul(images.t()).topk(Math.Min(5, _photos.Count), 1).indexes.data<long>().ToArray();
            var width = nearest.Length / chunk.Length;
            for (var q = 0; q < chunk.Length; q++)
            {
                var right = owners[chunk[q]];
                if (right.Contains((int)nearest[q * width])) first++;
                if (nearest.AsSpan(q * width, width).ToArray().Any(photo => right.Contains((int)photo))) five++;
            }
        }

        return (first / (double)queries.Length, five / (double)queries.Length);
    }

    private Tensor Images(DualEncoderNetwork network, int[] photos)
    {
        using var scope = NewDisposeScope();
        var size = 3 * _edge * _edge;
        var values = new float[photos.Length * size];
        Parallel.For(0, photos.Length, i =>
        {
            if (_pixels.Read(photos[i]) is { } read) _augmentation.Centre(read, values.AsSpan(i * size, size));
        });
        return network.EmbedImages(tensor(values, [photos.Length, 3, _edge, _edge])).MoveToOuterDisposeScope();
    }
}
