using Microsoft.Extensions.AI;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>The text tower behind the interface that .NET applications use for embeddings. Thread-safe.</summary>
/// <param name="encoder">The model's towers; they stay the caller's to dispose.</param>
public sealed class TextEmbeddingGenerator(DualEncoder encoder) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("vislumbre", defaultModelId: encoder.Model.Identity.Name, defaultModelDimensions: encoder.Model.Identity.Dimension);

    /// <summary>Encodes sentences; each embedding has unit length.</summary>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        return Task.Run(() =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return EmbeddingResults.Of(encoder.Text.Encode(texts), encoder.Model.Identity);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => EmbeddingResults.Service(this, _metadata, serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
