using Microsoft.Extensions.AI;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>What both generators answer alike.</summary>
internal static class EmbeddingResults
{
    public static GeneratedEmbeddings<Embedding<float>> Of(IReadOnlyList<float[]> vectors, ModelIdentity model) =>
        new(vectors.Select(vector => new Embedding<float>(vector) { ModelId = model.Name }));

    public static object? Service(object generator, EmbeddingGeneratorMetadata metadata, Type type, object? key)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (key is not null) return null;
        return type == typeof(EmbeddingGeneratorMetadata) ? metadata : type.IsInstanceOfType(generator) ? generator : null;
    }
}
