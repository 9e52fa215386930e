using System.Numerics.Tensors;
using System.Text.Json;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Encoding;

/// <summary>Both towers, small and full size, one at a time and 32 at a time, give the reference implementation's embeddings.</summary>
public sealed class Golden_embeddings
{
    [Theory]
    [InlineData("tiny", 1)]
    [InlineData("tiny", 32)]
    [InlineData("full", 1)]
    [InlineData("full", 32)]
    public void Texts_give_the_reference_embeddings(string size, int batch)
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        using var encoder = Open(size);
        var texts = Inputs(size, "texts");
        var embeddings = texts.Chunk(batch).SelectMany(chunk => encoder.Text.Encode(chunk)).ToList();
        Compare(embeddings, SharedFolder.At("reference", "clip", size, "text_embeddings.npy"));
    }

    [Theory]
    [InlineData("tiny", 1)]
    [InlineData("tiny", 32)]
    [InlineData("full", 1)]
    [InlineData("full", 32)]
    public void Pictures_give_the_reference_embeddings(string size, int batch)
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        using var encoder = Open(size);
        var preprocessor = encoder.Image.Preprocessor;
        var length = preprocessor.Recipe.TensorLength;
        var embeddings = new List<float[]>();
        foreach (var chunk in Inputs(size, "images").Chunk(batch))
        {
            var tensors = new float[chunk.Length * length];
            for (var i = 0; i < chunk.Length; i++)
                preprocessor.Prepare(PhotoSource.FromFile(SharedFolder.At("reference", "images", "expected", Path.GetFileName(chunk[i]))), tensors.AsSpan(i * length, length));
            embeddings.AddRange(encoder.Image.Encode(tensors, chunk.Length));
        }

        Compare(embeddings, SharedFolder.At("reference", "clip", size, "image_embeddings.npy"));
    }

    [Fact]
    public void A_text_at_its_own_length_equals_the_text_padded_to_77()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        using var encoder = Open("tiny");
        foreach (var text in Inputs("tiny", "texts"))
        {
            var ids = encoder.Text.Tokenizer.EncodeCut(text);
            var own = encoder.Text.EncodeIds([ids])[0];
            var padded = encoder.Text.EncodeIds([ids], minimumLength: 77)[0];
            Assert.True(TensorPrimitives.Dot(own, padded) > 0.999999f, text);
        }
    }

    [Fact]
    public void The_formula_gives_the_weights_that_are_stored()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var stored = Checkpoint.Open(SharedFolder.At("reference", "clip", "tiny"));
        var made = Checkpoint.Open(FormulaCheckpoint.Tiny());
        Assert.Equal(stored.Tensors.Keys.Order(), made.Tensors.Keys.Order());
        foreach (var (name, tensor) in stored.Tensors)
            Assert.Equal(TensorConversion.ReadFloats(tensor), TensorConversion.ReadFloats(made.Tensors[name]));
    }

    private static DualEncoder Open(string size) =>
        new(ModelReader.Open(size == "full" ? FormulaCheckpoint.Full() : FormulaCheckpoint.Tiny()));

    private static string[] Inputs(string size, string kind)
    {
        using var inputs = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.At("reference", "clip", size, "inputs.json")));
        return [.. inputs.RootElement.GetProperty(kind).EnumerateArray().Select(entry => entry.GetString()!)];
    }

    private static void Compare(List<float[]> embeddings, string golden)
    {
        var expected = Npy.ReadRows(golden);
        Assert.Equal(expected.Length, embeddings.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = expected[i].Zip(embeddings[i], (a, b) => Math.Abs(a - b)).Max();
            Assert.True(TensorPrimitives.Dot(expected[i], embeddings[i]) >= 0.99999f, $"row {i}: the cosine is {TensorPrimitives.Dot(expected[i], embeddings[i])}");
            Assert.True(difference <= 1e-4f, $"row {i}: a number differs by {difference}");
        }
    }
}
