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
        // Twins that are alike miss the margin of 0.2 in both directions, and are nearer to each other than 0.9 in both towers; the third photo has no twin.
        var alike = tensor(new[] { 1f, 0f, 0f, 1f, 0f, 0f, 1f, 0f, 0f }, [3, 3]);
        var twins = tensor(new[] { 0f, 1f, 0f, 1f, 0f, 0f, 0f, 0f, 0f }, [3, 3]);
        Assert.Equal(5 * (2 * 0.2 + 2 * 0.1) * 2 / 3, ContrastiveLoss.Of(alike, alike, tensor(1f), eye(3), twins).item<float>() - ContrastiveLoss.Of(alike, alike, tensor(1f), eye(3)).item<float>(), 1e-5);
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
    public void A_caption_that_names_a_side_is_told_from_others_and_mirrored_into_what_is_true_of_the_mirrored_photo()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "tokenizer.json");
        TokenizerWriter.Write(file, []);
        string[] captions = ["a car left of a house", "um carro à direita de uma casa", "a bright car", "do lado Esquerdo", "a car right of a house", "a dog on the left and a cat on the right"];
        var tokenizer = Tokenizer.Open(new TokenizerRecipe { File = file, ContextLength = 64 });
        var tokens = new TokenTable(tokenizer, captions);
        Assert.Equal([true, true, false, true, true, true], Enumerable.Range(0, captions.Length).Select(tokens.NamesASide));
        Assert.Equal((4, 2, 0), (tokens.Mirrored(0), tokens.Mirrored(2), tokens.Mirrored(4)));
        var words = (string[])["a car right of a house", "um carro à esquerda de uma casa", "a bright car", "do lado direito", "a car left of a house", "a dog on the right and a cat on the left"];
        for (var i = 0; i < captions.Length; i++)
        {
            using var scope = NewDisposeScope();
            Assert.Equal(tokenizer.EncodeCut(words[i]), tokens.Batch([tokens.Mirrored(i)]).Ids.data<long>().ToArray());
        }
    }

    [Fact]
    public void A_mirrored_photo_has_its_left_on_its_right()
    {
        var augmentation = new Augmentation(8, PreprocessingRecipe.Clip(8) with { Mean = [0, 0, 0], StandardDeviation = [1, 1, 1] }, cropArea: 1, jitter: 0);
        var pixels = new byte[8 * 8 * 3];
        pixels[0] = 255;
        var drawn = new float[3 * 64];
        augmentation.Draw(pixels, new Random(1), flip: false, drawn);
        Assert.True(drawn[0] > 0.9f && drawn[7] == 0);
        augmentation.Draw(pixels, new Random(1), flip: true, drawn);
        Assert.True(drawn[7] > 0.9f && drawn[0] == 0);
    }

    [Fact]
    public void Products_with_16_bits_give_nearly_the_embeddings_of_32()
    {
        using var scope = NewDisposeScope();
        using var weights = NetworkWeights.Create(Sizes, 5);
        var (pixels, ids, ends) = (randn(4, 3, 32, 32), randint(0, 590, [4, 9], ScalarType.Int64), tensor((long[])[8, 8, 8, 8]));
        var (exact, narrow) = (new DualEncoderNetwork(Sizes, weights), new DualEncoderNetwork(Sizes, weights, bfloat16: true));
        foreach (var (a, b) in new[] { (exact.EmbedImages(pixels), narrow.EmbedImages(pixels)), (exact.EmbedTexts(ids, ends), narrow.EmbedTexts(ids, ends)) })
        {
            Assert.All((a * b.to(ScalarType.Float32)).sum(1).data<float>().ToArray(), cosine => Assert.InRange(cosine, 0.998f, 1.002f));
            Assert.NotEqual(a.data<float>().ToArray(), b.to(ScalarType.Float32).data<float>().ToArray());
        }
    }

    /// <summary>A tensor that only a local holds may be finalised in the middle of the native call that it is given to: a crash, once in hours.</summary>
    [Fact]
    public async Task Steps_survive_a_collector_that_never_rests()
    {
        using var weights = NetworkWeights.Create(Sizes, 5);
        weights.Begin(_ => true, 0, 5);
        using var optimizer = new AdamW(weights.Learning, 0.1);
        using var generator = new Generator(3);
        using var batch = new TrainingBatch(
            randn([8, 3, 32, 32], generator: generator), randint(0, 599, [8, 9], ScalarType.Int64, generator: generator), tensor(new long[] { 8, 8, 8, 8, 8, 8, 8, 8 }), eye(8), ones([8, 8]));
        var steps = new[] { new TrainingStep(new DualEncoderNetwork(Sizes, weights, bfloat16: true), weights, 3), new TrainingStep(new DualEncoderNetwork(Sizes, weights), weights, 0) };
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        for (var step = 0; step < 120; step++)
        {
            Assert.True(double.IsFinite(steps[step % 2].Run(batch)));
            optimizer.ClipGradients(1e-3);
            optimizer.Step(step, 1e-4);
            steps[0].ClampScale();
        }

        await stop.CancelAsync();
        await collecting;
    }
}
