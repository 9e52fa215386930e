using System.Globalization;
using System.Numerics.Tensors;
using Vislumbre.Imaging;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>
/// Proves that an installed model computes what it should: checks that hold for every dual encoder, and for OpenAI's ViT-B/32 the figures
/// that its publishers and others have printed.
/// </summary>
public static class ModelVerification
{
    private static readonly string[] Sentences = ["a dog", "two dogs playing in the snow", "dois cachorros brincando na neve", "São Paulo à noite, vista do alto"];

    // Of both files that carry OpenAI's weights: the safetensors conversion and the original.
    private static readonly string[] OpenAIHashes =
        ["99d28a652e6ec46629ab7047a0ac82c69b1fe11e0ce672c43af65d3a9a3fc05d", "a63082132ba4f97a80bea76823f544493bffa8082296d62d71581a4feff1576f"];

    // Cosines of the published text embeddings, which are float16.
    private const float CosineTolerance = 0.002f;
    private static readonly (string First, string Second, float Cosine)[] PublishedCosines =
    [
        ("a dog", "a puppy", .9446f), ("a dog", "a cat", .9361f), ("a dog", "a airplane", .8623f), ("a dog", "a banana", .8186f),
        ("a dog", "a piano", .8116f), ("a dog", "a zebra", .7870f), ("a dog", "a bicycle", .8598f),
        ("a banana", "a strawberry", .7949f), ("a piano", "a bicycle", .8220f),
    ];

    // The CLIP paper's diagram against three sentences.
    private const float ProbabilityTolerance = 0.001f;
    private static readonly (string Text, float Probability)[] PublishedProbabilities = [("a diagram", .9927937f), ("a dog", .00421068f), ("a cat", .00299572f)];

    /// <summary>Whether the published figures hold for a model.</summary>
    public static bool IsOpenAIBase32(ModelIdentity identity) => OpenAIHashes.Contains(identity.Sha256);

    /// <summary>Runs the checks.</summary>
    /// <param name="encoder">The model.</param>
    /// <param name="diagram">The CLIP paper's diagram, <c>CLIP.png</c>, where the person has it.</param>
    public static IEnumerable<VerificationCheck> Run(DualEncoder encoder, PhotoSource? diagram = null)
    {
        var texts = encoder.Text.Encode(Sentences);
        yield return UnitLength(Language.Say("text embeddings are finite and of unit length", "embeddings de texto são finitos e de comprimento 1"), texts);
        yield return UnitLength(Language.Say("image embeddings are finite and of unit length", "embeddings de imagem são finitos e de comprimento 1"), Pictures(encoder));
        yield return BatchEqualsSingle(encoder, texts);
        if (!encoder.Model.Tokenizer.PadToContext) yield return PaddingChangesNothing(encoder);
        yield return LongTextIsCut(encoder);
        if (!IsOpenAIBase32(encoder.Model.Identity)) yield break;
        foreach (var check in Published(encoder)) yield return check;
        if (diagram is not null)
        {
            foreach (var check in Diagram(encoder, diagram)) yield return check;
        }
    }

    private static float[][] Pictures(DualEncoder encoder)
    {
        var length = encoder.Image.Preprocessor.Recipe.TensorLength;
        var tensors = new float[2 * length];
        for (var i = 0; i < length; i++) (tensors[i], tensors[length + i]) = (i % 224 / 112f - 1, MathF.Sin(i * 0.01f));
        return encoder.Image.Encode(tensors, 2);
    }

    private static VerificationCheck UnitLength(string name, float[][] embeddings)
    {
        var worst = embeddings.Max(embedding => Math.Abs(TensorPrimitives.Norm(embedding) - 1));
        return new VerificationCheck(name, worst < 1e-5f, Figure(worst, 0));
    }

    private static VerificationCheck BatchEqualsSingle(DualEncoder encoder, float[][] together)
    {
        var worst = Sentences.Select((sentence, i) => Difference(encoder.Text.Encode(sentence), together[i])).Max();
        return new VerificationCheck(Language.Say("one sentence alone equals the same among others", "uma frase sozinha é igual à mesma entre outras"), worst < 1e-4f, Figure(worst, 0));
    }

    private static VerificationCheck PaddingChangesNothing(DualEncoder encoder)
    {
        var worst = Sentences.Select(encoder.Text.Tokenizer.EncodeCut).Max(ids =>
            Difference(encoder.Text.EncodeIds([ids])[0], encoder.Text.EncodeIds([ids], encoder.Model.Tokenizer.ContextLength)[0]));
        return new VerificationCheck(Language.Say("a sentence at its own length equals the padded one", "uma frase no próprio comprimento é igual à preenchida"), worst < 1e-4f, Figure(worst, 0));
    }

    private static VerificationCheck LongTextIsCut(DualEncoder encoder)
    {
        var length = encoder.Text.Tokenizer.EncodeCut(string.Join(' ', Enumerable.Repeat("snow", 500))).Length;
        var context = encoder.Model.Tokenizer.ContextLength;
        return new VerificationCheck(Language.Say("a text that is too long is cut", "um texto longo demais é cortado"), length == context, Figure(length, context));
    }

    private static IEnumerable<VerificationCheck> Published(DualEncoder encoder)
    {
        foreach (var (first, second, expected) in PublishedCosines)
        {
            var cosine = TensorPrimitives.Dot(encoder.Text.Encode(first), encoder.Text.Encode(second));
            yield return new VerificationCheck(Language.Say($"published cosine of \"{first}\" and \"{second}\"", $"cosseno publicado de \"{first}\" e \"{second}\""), Math.Abs(cosine - expected) <= CosineTolerance, Figure(cosine, expected));
        }

        var scale = encoder.Model.LogitScale ?? float.NaN;
        yield return new VerificationCheck(Language.Say("published logit scale", "escala de logits publicada"), Math.Abs(scale - 4.6052f) < 1e-3f, Figure(scale, 4.6052f));
    }

    private static IEnumerable<VerificationCheck> Diagram(DualEncoder encoder, PhotoSource diagram)
    {
        var image = encoder.Image.Encode(diagram);
        var logits = PublishedProbabilities.Select(pair => MathF.Exp(encoder.Model.LogitScale ?? 4.6052f) * TensorPrimitives.Dot(image, encoder.Text.Encode(pair.Text))).ToArray();
        var probabilities = new float[logits.Length];
        TensorPrimitives.SoftMax(logits, probabilities);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var (text, expected) = PublishedProbabilities[i];
            yield return new VerificationCheck(Language.Say($"published probability of \"{text}\"", $"probabilidade publicada de \"{text}\""), Math.Abs(probabilities[i] - expected) <= ProbabilityTolerance, Figure(probabilities[i], expected));
        }
    }

    private static float Difference(float[] first, float[] second) => first.Zip(second, (a, b) => Math.Abs(a - b)).Max();

    private static string Figure(float found, float expected) => string.Create(CultureInfo.CurrentCulture, $"{found:G6} ({expected:G6})");
}
