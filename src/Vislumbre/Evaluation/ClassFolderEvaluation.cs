using System.Diagnostics;
using System.Numerics.Tensors;
using Vislumbre.Encoding;
using Vislumbre.Sources;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Evaluates a model with a folder whose sub-folders are classes: photos by the class's name, and the class's name by the photo (zero-shot classification).</summary>
/// <param name="encoder">The model.</param>
/// <param name="options">What and how.</param>
public sealed class ClassFolderEvaluation(DualEncoder encoder, EvaluationOptions? options = null)
{
    private readonly EvaluationOptions _options = options ?? new EvaluationOptions();
    private readonly List<EvaluationFailure> _failed = [];

    /// <summary>Evaluates.</summary>
    /// <param name="folder">The photos.</param>
    /// <param name="progress">Told now and then, on this run's own threads.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EvaluationException">No photo is left, a sentence has no place for the name, or the baseline would learn from what it is asked about.</exception>
    /// <exception cref="CaptionTableException">The baseline's folder has no classes.</exception>
    public async Task<ClassReport> RunAsync(ClassFolder folder, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        _failed.Clear();
        var learning = _options.Baseline is null ? null : ClassFolder.Read(_options.Baseline, cancellationToken);
        if (learning?.Folder == folder.Folder)
        {
            if (_options.HeldOut is not { } share) throw EvaluationException.BaselineLeaks();
            learning = Side(learning, share, held: false, progress, cancellationToken);
        }

        if (_options.HeldOut is { } heldOut) folder = Side(folder, heldOut, held: true, progress, cancellationToken);
        var encoded = await PhotoEncoding.RunAsync(encoder, [.. folder.Photos.Select(photo => photo.Path)], learning is not null, _options.Batch, progress, cancellationToken).ConfigureAwait(false);
        _failed.AddRange(encoded.Failed);
        if (encoded.Good.Length == 0) throw Nothing(folder);

        // A class of which no photo could be read is no class of this evaluation; the order of the others, and of photos, stays.
        folder = folder.Where(encoded.Good.Select(at => folder.Photos[at].Path).ToHashSet(StringComparer.Ordinal).Contains);
        List<(string Folder, string Name)> classes = [.. folder.Names.Select(name => (name, _options.Names.GetValueOrDefault(name) ?? ClassNames.OfFolder(name)))];
        List<int> classOfPhoto = [.. folder.Photos.Select(photo => photo.Class)];
        var prompts = ClassPrompts.Encode(encoder.Text, [.. classes.Select(one => one.Name)], _options.Templates, _options.Batch, cancellationToken);
        var report = new ClassReport
        {
            Model = ClassMetrics.Measure(Scores(encoded.Embeddings!, prompts), classOfPhoto, classes),
            Templates = _options.Templates,
            HeldOut = _options.HeldOut,
            Bank = _options.Bank is not { } bank ? null : BankComparison.Run(
                encoder, bank, encoded.Embeddings!, prompts, (gallery, names) => ClassRetrieval.Measure(Scores(gallery, names), classOfPhoto, classes.Count, _options.Retrieval), _options.Batch, progress, cancellationToken),
        };
        if (learning is not null)
        {
            var known = await PhotoEncoding.ColoursAsync(encoder, [.. learning.Photos.Select(photo => photo.Path)], _options.Batch, progress, cancellationToken).ConfigureAwait(false);
            _failed.AddRange(known.Failed);
            var asked = folder.Names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
            var classOfKnown = Array.ConvertAll(known.Good, at => asked.GetValueOrDefault(learning.Names[learning.Photos[at].Class], -1));
            var scores = BestScores(encoded.Colours!, known.Colours!, classOfKnown, classes.Count, cancellationToken);
            report = report with { Baseline = ClassMetrics.Measure(scores, classOfPhoto, classes), BaselinePhotos = known.Good.Length };
        }

        return report with { Failed = [.. _failed.DistinctBy(failure => failure.Path)], Elapsed = clock.Elapsed };
    }

    private static float[] Scores(EmbeddingMatrix photos, EmbeddingMatrix prompts)
    {
        var scores = new float[checked(photos.Count * prompts.Count)];
        Parallel.For(0, photos.Count, photo =>
        {
            for (var one = 0; one < prompts.Count; one++) scores[photo * prompts.Count + one] = TensorPrimitives.Dot(photos.Row(photo), prompts.Row(one));
        });
        return scores;
    }

    // A photo is as like a class as its nearest known photo there: the nearest class is the nearest neighbour's.
    private static float[] BestScores(EmbeddingMatrix photos, EmbeddingMatrix known, int[] classOfKnown, int classes, CancellationToken cancellationToken)
    {
        var scores = new float[checked(photos.Count * classes)];
        Parallel.For(0, photos.Count, new ParallelOptions { CancellationToken = cancellationToken }, photo =>
        {
            var best = scores.AsSpan(photo * classes, classes);
            for (var i = 0; i < known.Count; i++)
            {
                if (classOfKnown[i] < 0) continue; // a class that nothing is asked about
                var score = ColourHistogram.Intersection(photos.Row(photo), known.Row(i));
                if (score > best[classOfKnown[i]]) best[classOfKnown[i]] = score;
            }
        });
        return scores;
    }

    private ClassFolder Side(ClassFolder folder, double share, bool held, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken) =>
        folder.Where(HeldOutFiles.Choose([.. folder.Photos.Select(photo => photo.Path)], share, held, _failed, progress, cancellationToken).Contains);

    private EvaluationException Nothing(ClassFolder folder) => _failed.Count > 0
        ? EvaluationException.Unreadable(folder.Folder, _failed[0])
        : new(Language.Say($"No photo of {folder.Folder} is left to evaluate: see --held-out.", $"Nenhuma foto de {folder.Folder} resta para avaliar: veja --held-out."));
}
