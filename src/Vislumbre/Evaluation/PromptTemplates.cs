using Vislumbre.Encoding;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Turns the names of classes into embeddings: sentences around the name, and their mean (Radford et al. 2021, section 3.1.4).</summary>
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

    /// <summary>Gives each name the mean of its sentences' unit embeddings, brought to unit length again.</summary>
    /// <param name="encoder">The text tower.</param>
    /// <param name="names">The names.</param>
    /// <param name="templates">The sentences, at least one.</param>
    /// <param name="batch">Sentences encoded together.</param>
    /// <param name="cancellationToken">Asked between batches.</param>
    /// <returns>Names × dimension.</returns>
    /// <exception cref="EvaluationException">A sentence has no place for the name, or there is none.</exception>
    public static EmbeddingMatrix Encode(TextEncoder encoder, IReadOnlyList<string> names, IReadOnlyList<string> templates, int batch = 32, CancellationToken cancellationToken = default)
    {
        if (templates.Count == 0) throw new EvaluationException(Language.Say("There is no sentence for the classes' names.", "Não há frase para os nomes das classes."));
        if (templates.FirstOrDefault(template => !template.Contains(Place, StringComparison.Ordinal)) is { } without)
            throw new EvaluationException(Language.Say($"The sentence “{without}” has no {Place} for the class's name.", $"A frase “{without}” não tem {Place} para o nome da classe."));

        var sentences = names.SelectMany(name => templates.Select(template => Say(template, name))).ToList();
        var rows = CaptionEncoding.Run(encoder, sentences, batch, null, cancellationToken);
        var means = new float[names.Count * rows.Dimension];
        for (var name = 0; name < names.Count; name++)
        {
            var mean = means.AsSpan(name * rows.Dimension, rows.Dimension);
            for (var i = 0; i < templates.Count; i++) System.Numerics.Tensors.TensorPrimitives.Add(mean, rows.Row(name * templates.Count + i), mean);
            UnitVectors.Normalize(mean);
        }

        return new EmbeddingMatrix(means, rows.Dimension);
    }
}
