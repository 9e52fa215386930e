namespace Vislumbre.Evaluation;

/// <summary>How well photos and the names of their classes find each other.</summary>
public sealed record ClassMetrics
{
    private const int PrecisionDepth = 10;
    private const int Listed = 10;

    /// <summary>Photos.</summary>
    public required int Photos { get; init; }

    /// <summary>Each class, in the order given.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>The mean over classes of precision at min(10, photos of the class) in the ranking for the class's name.</summary>
    public double Precision => Classes.Average(one => one.Precision);

    /// <summary>What a ranking at random gives: the mean share of a class.</summary>
    public double PrecisionChance => Classes.Average(one => (double)one.Photos / Photos);

    /// <summary>The share of photos to which their own class's name is nearest, with Wilson's interval.</summary>
    public required Estimate Accuracy { get; init; }

    /// <summary>The mean over classes of that share: every class counts alike, however many photos it has.</summary>
    public double MeanClassAccuracy => Classes.Average(one => one.Accuracy);

    /// <summary>What guessing gives: 1 / classes.</summary>
    public double AccuracyChance => 1.0 / Classes.Count;

    /// <summary>The ten classes with the best precision, among equals by accuracy.</summary>
    public IReadOnlyList<ClassScore> Best => [.. Classes.OrderByDescending(one => one.Precision).ThenByDescending(one => one.Accuracy).Take(Listed)];

    /// <summary>The ten with the worst, worst first.</summary>
    public IReadOnlyList<ClassScore> Worst => [.. Classes.OrderBy(one => one.Precision).ThenBy(one => one.Accuracy).Take(Listed)];

    /// <summary>Measures. Equal scores count against the right answer.</summary>
    /// <param name="scores">Photos × classes, row-major: how alike they are.</param>
    /// <param name="classOfPhoto">Each photo's class; every class has at least one photo.</param>
    /// <param name="classes">Each class's folder and name.</param>
    /// <exception cref="ArgumentException">There are no photos, or a class has none, or there are not photos × classes scores.</exception>
    public static ClassMetrics Measure(ReadOnlyMemory<float> scores, IReadOnlyList<int> classOfPhoto, IReadOnlyList<(string Folder, string Name)> classes)
    {
        if (classOfPhoto.Count == 0 || (long)classOfPhoto.Count * classes.Count != scores.Length)
            throw new ArgumentException($"{classOfPhoto.Count} photos and {classes.Count} classes have {scores.Length} scores.", nameof(scores));
        var right = new int[classes.Count];
        var photos = new int[classes.Count];
        for (var photo = 0; photo < classOfPhoto.Count; photo++)
        {
            var own = classOfPhoto[photo];
            photos[own]++;
            if (IsNearest(scores.Span.Slice(photo * classes.Count, classes.Count), own)) right[own]++;
        }

        if (Array.IndexOf(photos, 0) is var empty and >= 0) throw new ArgumentException($"The class {classes[empty].Folder} has no photo.", nameof(classOfPhoto));
        var depths = Array.ConvertAll(photos, count => Math.Min(count, PrecisionDepth));
        return new ClassMetrics
        {
            Photos = classOfPhoto.Count,
            Accuracy = Estimate.OfShare(right.Sum(), classOfPhoto.Count),
            Classes = [.. classes.Select((one, i) => new ClassScore(
                one.Folder, one.Name, photos[i], depths[i], (double)AmongFirst(scores, classOfPhoto, i, classes.Count, depths[i]) / depths[i], (double)right[i] / photos[i]))],
        };
    }

    private static bool IsNearest(ReadOnlySpan<float> scores, int own)
    {
        for (var other = 0; other < scores.Length; other++)
        {
            if (other != own && !(scores[other] < scores[own])) return false;
        }

        return true;
    }

    private static int AmongFirst(ReadOnlyMemory<float> scores, IReadOnlyList<int> classOfPhoto, int one, int classes, int depth) =>
        Enumerable.Range(0, classOfPhoto.Count).Select(photo => (Score: scores.Span[photo * classes + one], IsRight: classOfPhoto[photo] == one))
            .OrderByDescending(photo => photo.Score).ThenBy(photo => photo.IsRight)
            .Take(depth).Count(photo => photo.IsRight);
}
