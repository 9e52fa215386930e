using Microsoft.Extensions.AI;
using Vislumbre.Encoding;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Encoding;

public sealed class Embedding_generators : IDisposable
{
    private readonly DualEncoder _encoder = new(ModelReader.Open(SmallModel.Folder));

    public void Dispose() => _encoder.Dispose();

    [Fact]
    public async Task Words_and_pictures_give_unit_vectors_of_the_models_dimension()
    {
        using var texts = new TextEmbeddingGenerator(_encoder);
        using var pictures = new ImageEmbeddingGenerator(_encoder);
        var words = await texts.GenerateAsync(["a dog", "dois cachorros"]);
        var picture = await pictures.GenerateAsync([new DataContent(PaintedPictures.Encode(80, 60, seed: 2), "image/jpeg")]);
        Assert.Equal(2, words.Count);
        Assert.All(words.Concat(picture), embedding =>
        {
            Assert.Equal(16, embedding.Vector.Length);
            Assert.Equal(1, Math.Sqrt(embedding.Vector.ToArray().Sum(x => x * x)), 1e-5);
        });
        Assert.Equal(16, texts.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions);
    }

    [Fact]
    public async Task Many_threads_at_once_get_what_one_gets()
    {
        using var texts = new TextEmbeddingGenerator(_encoder);
        var sentences = Enumerable.Range(0, 40).Select(i => $"sentence {i} {new string('x', i % 11)}").ToArray();
        var alone = new List<float[]>();
        foreach (var sentence in sentences) alone.Add((await texts.GenerateAsync([sentence]))[0].Vector.ToArray());
        var together = await Task.WhenAll(sentences.Select(sentence => texts.GenerateAsync([sentence])));
        for (var i = 0; i < sentences.Length; i++) Assert.Equal(alone[i], together[i][0].Vector.ToArray());
    }
}
