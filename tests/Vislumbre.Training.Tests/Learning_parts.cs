using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;
using Vislumbre.Training.Data;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Towers;
using Vislumbre.Training.Vocabulary;
using static TorchSharp.torch;

namespace Vislumbre.Training.Tests;

public sealed class Learning_parts
{
    private static readonly ClipArchitecture Sizes = new()
    {
        Image = new TransformerShape(32, 2, 2, 64, Activation.Gelu, 1e-5f),
        Text = new TransformerShape(32, 2, 2, 64, Activation.QuickGelu, 1e-5f),
        ImageSize = 32,
        PatchSize = 16,
        ContextLength = 16,
        VocabularySize = 600,
        ProjectionDimension = 24,
    };

    [Fact]
    public void Cached_gradients_are_those_of_the_whole_batch()
    {
        using var scope = NewDisposeScope();
        var (whole, parts) = (Gradients(0), Gradients(3));
        Assert.Equal(whole.Loss, parts.Loss, 1e-5);
        foreach (var (name, gradient) in whole.Values)
        {
            for (var i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], parts.Values[name][i], 1e-5f);
        }

        static (double Loss, Dictionary<string, float[]> Values) Gradients(int chunk)
        {
            using var weights = NetworkWeights.Create(Sizes, 5);
            weights.Begin(_ => true, 0, 5);
            using var generator = new Generator(3);
            using var batch = new TrainingBatch(
                randn([8, 3, 32, 32], generator: generator), randint(0, 599, [8, 9], ScalarType.Int64, generator: generator), tensor(new long[] { 8, 8, 8, 8, 8, 8, 8, 8 }), eye(8));
            var loss = new TrainingStep(new DualEncoderNetwork(Sizes, weights), weights, chunk).Run(batch);
            return (loss, weights.Learning.ToDictionary(pair => pair.Key, pair => pair.Value.grad!.data<float>().ToArray()));
        }
    }

    [Fact]
    public void The_loss_is_the_mean_of_both_directions_cross_entropies()
    {
        using var scope = NewDisposeScope();
        // Cosines 1 and 0, scale e: each row's loss is ln(e^e + 1) − e.
        var loss = ContrastiveLoss.Of(eye(2), eye(2), tensor(1f), eye(2)).item<float>();
        Assert.Equal(Math.Log(Math.Exp(Math.E) + 1) - Math.E, loss, 1e-5);
        // Twins that are alike miss the margin of 0.2 in both directions; the third photo has no twin.
        var twins = tensor(new[] { 0f, 1f, 0f, 1f, 0f, 0f, 0f, 0f, 0f }, [3, 3]);
        Assert.Equal(5 * 2 * 0.2 * 2 / 3, ContrastiveLoss.Of(ones(3, 3), ones(3, 3), tensor(1f), eye(3), twins).item<float>() - ContrastiveLoss.Of(ones(3, 3), ones(3, 3), tensor(1f), eye(3)).item<float>(), 1e-5);
        Assert.Equal(0, ContrastiveLoss.Of(eye(3), eye(3), tensor(1f), eye(3), twins).item<float>() - ContrastiveLoss.Of(eye(3), eye(3), tensor(1f), eye(3)).item<float>(), 1e-5);
        // Where both captions are true of both photos nothing can be told apart: ln 2.
        Assert.Equal(Math.Log(2), ContrastiveLoss.Of(ones(2, 2), ones(2, 2), tensor(1f), ones(2, 2)).item<float>(), 1e-5);
    }

    [Fact]
    public void The_rate_rises_in_a_line_and_falls_to_nothing()
    {
        var rate = new LearningRate(1, 10, 110);
        Assert.Equal(0.1, rate.At(0), 1e-9);
        Assert.Equal(1, rate.At(9), 1e-9);
        Assert.Equal(0.5, rate.At(60), 1e-9);
        Assert.InRange(rate.At(109), 0, 0.001);
    }

    [Fact]
    public void AdamW_moves_as_by_hand_and_decays_matrices_alone()
    {
        using var scope = NewDisposeScope();
        var (matrix, bias) = (ones(1, 1).requires_grad_(), ones(1).requires_grad_());
        using var optimizer = new AdamW(new Dictionary<string, Tensor> { ["m"] = matrix, ["b"] = bias }, 0.1);
        (matrix.sum() * tensor(2f)).backward();
        (bias.sum() * tensor(2f)).backward();
        Assert.Equal(Math.Sqrt(8), optimizer.ClipGradients(100), 1e-5);
        optimizer.Step(0, 0.01);
        // The first step's corrected means are the gradient and its square: a move of the rate.
        Assert.Equal(1 * (1 - 0.01 * 0.1) - 0.01, matrix.item<float>(), 1e-5);
        Assert.Equal(1 - 0.01, bias.item<float>(), 1e-5);
    }

    [Fact]
    public void A_learned_vocabulary_is_read_by_the_tokenizer_and_makes_words_of_frequent_letters()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "tokenizer.json");
        var texts = Enumerable.Repeat("two dogs playing in the snow", 5).Concat(Enumerable.Repeat("um cão à beira-mar", 5)).ToArray();
        var count = TokenizerWriter.Write(file, VocabularyLearner.Learn(texts, 2000));
        var tokenizer = Tokenizer.Open(new TokenizerRecipe { File = file, ContextLength = 32 });
        Assert.Equal(2 + 6, tokenizer.EncodeCut("Two dogs playing in the snow").Length);
        Assert.Equal(count - 1, tokenizer.EncodeCut("cão")[^1]);
        Assert.Equal(3, tokenizer.EncodeCut("cão").Length);
        Assert.True(tokenizer.EncodeCut("zebra").Length > 3);
    }

    [Fact]
    public void A_photo_whose_caption_names_a_side_is_never_mirrored()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "tokenizer.json");
        TokenizerWriter.Write(file, []);
        var tokens = new TokenTable(Tokenizer.Open(new TokenizerRecipe { File = file, ContextLength = 64 }), ["a car left of a house", "um carro à direita de uma casa", "a bright car", "do lado Esquerdo"]);
        Assert.True(tokens.NamesASide(0) && tokens.NamesASide(1) && !tokens.NamesASide(2) && tokens.NamesASide(3));

        var augmentation = new Augmentation(8, PreprocessingRecipe.Clip(8) with { Mean = [0, 0, 0], StandardDeviation = [1, 1, 1] }, cropArea: 1, jitter: 0);
        var pixels = new byte[8 * 8 * 3];
        pixels[0] = 255;
        var kept = new float[3 * 64];
        for (var seed = 0; seed < 20; seed++)
        {
            augmentation.Draw(pixels, new Random(seed), mayFlip: false, kept);
            Assert.True(kept[0] > 0.9f && kept[7] == 0);
        }

        Assert.Contains(Enumerable.Range(0, 20), seed =>
        {
            augmentation.Draw(pixels, new Random(seed), mayFlip: true, kept);
            return kept[7] > 0.9f;
        });
    }
}
