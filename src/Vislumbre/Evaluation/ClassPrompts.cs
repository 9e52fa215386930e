using Vislumbre.Encoding;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Turns the names of classes into embeddings: sentences around the name, and their mean (Radford et al. 2021, section 3.1.4).</summary>
public static class ClassPrompts
{
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
        if (templates.FirstOrDefault(template => !template.Contains(PromptTemplates.Place, StringComparison.Ordinal)) is { } without)
            throw new EvaluationException(Language.Say($"The sentence “{without}” has no {PromptTemplates.Place} for the class's name.", $"A frase “{without}” não tem {PromptTemplates.Place} para o nome da classe."));

        var sentences = names.SelectMany(name => templates.Select(template => PromptTemplates.Say(template, name))).ToList();
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
