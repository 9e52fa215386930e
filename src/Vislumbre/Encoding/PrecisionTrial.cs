using System.Diagnostics;
using System.Numerics.Tensors;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>Tries eight bits against 32 on real photos, and keeps what it found beside the model.</summary>
internal static class PrecisionTrial
{
    /// <summary>How many photos a trial takes.</summary>
    public const int Photos = 96;

    private const int Neighbours = 10;
    private static readonly string[] Things = ["dog", "house", "river", "crowd of people"];

    /// <summary>What was found on a machine like this one; null where nothing was tried.</summary>
    public static PrecisionVerdict? Known(DualEncoderModel model)
    {
        if (model.Quantised is not { } quantised) return null;
        foreach (var place in Places(quantised))
        {
            if (place.Read<Record>() is { } record && record.Sha256 == quantised.Sha256 && record.Runtime == Devices.RuntimeVersion) return record.Verdict;
        }

        return null;
    }

    /// <summary>Encodes photos and sentences with both.</summary>
    /// <param name="model">A model that can be quantised.</param>
    /// <param name="options">How towers are run.</param>
    /// <param name="tensors">Prepared photos, more than ten.</param>
    public static PrecisionVerdict Run(DualEncoderModel model, EncoderOptions options, IReadOnlyList<float[]> tensors)
    {
        var (exact, exactTexts, exactTime) = Encode(model, options with { Precision = Precision.Fp32 }, tensors);
        var (quick, quickTexts, quickTime) = Encode(model, options with { Precision = Precision.Int8 }, tensors);
        var verdict = new PrecisionVerdict(
            tensors.Count, exact.Zip(quick, Cosine).Min(), exactTexts.Zip(quickTexts, Cosine).Min(),
            Enumerable.Range(0, exact.Length).Average(at => Nearest(exact, at).Intersect(Nearest(quick, at)).Count() / (double)Neighbours),
            exactTime / quickTime);
        var quantised = model.Quantised!;
        PreparedFolder.Writable(quantised.Folder, RecordName).Write(new Record(quantised.Sha256, Devices.RuntimeVersion, verdict));
        return verdict;
    }

    // A folder may be shared by unlike machines.
    private static string RecordName => $"precision-{ByteProducts.Name}-{Environment.ProcessorCount}.json";

    private static PreparedFolder[] Places(QuantisedTowers quantised) => PreparedFolder.Places(quantised.Folder, RecordName);

    private static (float[][] Photos, float[][] Texts, double Seconds) Encode(DualEncoderModel model, EncoderOptions options, IReadOnlyList<float[]> tensors)
    {
        using var image = ImageEncoder.ForBulk(model, options);
        var photos = new float[tensors.Count][];
        void EncodeAll() => Parallel.For(0, tensors.Count, at => photos[at] = image.Encode(tensors[at], 1)[0]);
        EncodeAll(); // what is made at first runs is made by then
        var start = Stopwatch.GetTimestamp();
        EncodeAll();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var text = new TextEncoder(model, options);
        var sentences = Things.SelectMany(thing => PromptTemplates.English.Select(template => PromptTemplates.Say(template, thing))).ToList();
        return (photos, [.. sentences.Select(text.Encode)], seconds);
    }

    private static double Cosine(float[] one, float[] other) => TensorPrimitives.Dot(one, other);

    private static IEnumerable<int> Nearest(float[][] rows, int at) =>
        Enumerable.Range(0, rows.Length).Where(other => other != at).OrderByDescending(other => Cosine(rows[at], rows[other])).Take(Neighbours);

    private sealed record Record(string Sha256, string Runtime, PrecisionVerdict Verdict);
}
