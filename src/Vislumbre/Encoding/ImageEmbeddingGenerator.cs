using Microsoft.Extensions.AI;
using Vislumbre.Imaging;

namespace Vislumbre.Encoding;

/// <summary>The image tower behind the interface that .NET applications use for embeddings. Thread-safe.</summary>
/// <param name="encoder">The model's towers; they stay the caller's to dispose.</param>
public sealed class ImageEmbeddingGenerator(DualEncoder encoder) : IEmbeddingGenerator<DataContent, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("vislumbre", defaultModelId: encoder.Model.Identity.Name, defaultModelDimensions: encoder.Model.Identity.Dimension);

    /// <summary>Encodes pictures, the bytes of a JPEG, PNG, WebP, …; each embedding has unit length.</summary>
    /// <exception cref="PhotoException">One cannot be read.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var pictures = values.ToList();
        return Task.Run(() =>
        {
            var results = new List<float[]>(pictures.Count);
            foreach (var picture in pictures)
            {
                cancellationToken.ThrowIfCancellationRequested();
                results.Add(encoder.Image.Encode(PhotoSource.FromBytes(picture.Data.ToArray())));
            }

            return EmbeddingResults.Of(results, encoder.Model.Identity);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => EmbeddingResults.Service(this, _metadata, serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
