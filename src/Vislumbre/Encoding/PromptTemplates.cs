using System.Numerics.Tensors;

namespace Vislumbre.Encoding;

/// <summary>Sentences around words: their embeddings' mean stands for the words better than one sentence does (Radford et al. 2021, section 3.1.4).</summary>
public static class PromptTemplates
{
    /// <summary>Where the name goes.</summary>
    public const string Place = "{}";

    /// <summary>Sentences in English.</summary>
    public static IReadOnlyList<string> English { get; } =
        ["a photo of a {}.", "a photo of the {}.", "a close-up photo of a {}.", "a bright photo of a {}.", "a black and white photo of a {}.", "a drawing of a {}.", "{}"];

    /// <summary>Sentences in Portuguese, without articles, so that they suit either gender.</summary>
    public static IReadOnlyList<string> Portuguese { get; } =
        ["uma foto de {}.", "uma foto mostrando {}.", "uma foto de perto de {}.", "uma foto clara de {}.", "uma foto em preto e branco de {}.", "um desenho de {}.", "{}"];

    /// <summary>The sentences of a language, "en" or "pt"; null for one that has none here.</summary>
    public static IReadOnlyList<string>? For(string? language) => (language is null ? null : Language.Primary(language)) switch
    {
        null or "en" => English,
        "pt" => Portuguese,
        _ => null,
    };

    /// <summary>A sentence about a name.</summary>
    public static string Say(string template, string name) => template.Replace(Place, name, StringComparison.Ordinal);

    /// <summary>The mean of the sentences' unit embeddings around words, brought to unit length again; all are encoded in one run.</summary>
    /// <param name="encoder">The text tower.</param>
    /// <param name="words">What stands in their places.</param>
    /// <param name="templates">The sentences, at least one.</param>
    public static float[] Encode(TextEncoder encoder, string words, IReadOnlyList<string> templates)
    {
        var rows = encoder.Encode([.. templates.Select(template => Say(template, words))]);
        var mean = new float[rows[0].Length];
        foreach (var row in rows) TensorPrimitives.Add(mean, row, mean);
        UnitVectors.Normalize(mean);
        return mean;
    }
}
