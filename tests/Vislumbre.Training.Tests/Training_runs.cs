using System.Diagnostics;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Training.Tests;

public sealed class Training_runs
{
    [Fact]
    public void What_was_trained_is_a_model_and_both_runtimes_give_the_same_embeddings()
    {
        using var run = new TinyRun();
        var listener = new Quiet();
        Assert.True(new TrainingRun(run.Options).Run(listener, TestContext.Current.CancellationToken));
        using var encoder = new DualEncoder(ModelReader.Open(run.Options.Output), new EncoderOptions());
        var architecture = ClipArchitecture.Read(Path.Combine(run.Options.Output, "config.json"));
        using var weights = NetworkWeights.Read(architecture, run.Options.Output);
        var network = new DualEncoderNetwork(architecture, weights);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();

        var photo = listener.Data!.HeldOut[0];
        var preprocessor = new PhotoPreprocessor(encoder.Model.Preprocessing);
        var pixels = new float[encoder.Model.Preprocessing.TensorLength];
        preprocessor.Prepare(PhotoSource.FromFile(photo.Path), pixels);
        Close(encoder.Image.Encode(PhotoSource.FromFile(photo.Path)), network.EmbedImages(tensor(pixels, [1, 3, architecture.ImageSize, architecture.ImageSize])));

        foreach (var caption in photo.Captions.Select(number => listener.Data.Captions[number]).Append("Três CÃES à esquerda de uma casa"))
        {
            var ids = Tokenizer.Open(encoder.Model.Tokenizer).EncodeCut(caption);
            Close(encoder.Text.Encode(caption), network.EmbedTexts(tensor(ids, [1, ids.Length]), tensor(new[] { ids.Length - 1L })));
        }

        static void Close(float[] onnx, Tensor torch)
        {
            var values = torch.data<float>().ToArray();
            Assert.Equal(onnx.Length, values.Length);
            for (var i = 0; i < onnx.Length; i++) Assert.Equal(onnx[i], values[i], 1e-4f);
        }
    }

    [Fact]
    public async Task A_killed_run_goes_on_with_exactly_the_losses_that_it_would_have_had()
    {
        using var whole = new TinyRun();
        using var killed = new TinyRun();
        Assert.Equal(0, await CommandAsync(whole, untilLines: null));
        Assert.NotEqual(0, await CommandAsync(killed, untilLines: 5));
        Assert.Equal(0, await CommandAsync(killed, untilLines: null));
        Assert.Equal(Log(whole), Log(killed));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Options.Output, "model.safetensors")), File.ReadAllBytes(Path.Combine(killed.Options.Output, "model.safetensors")));

        static string[] Log(TinyRun run) => File.ReadAllLines(Path.Combine(run.Options.Output, "training.jsonl"));
    }

    [Fact]
    public void A_stopped_run_goes_on_and_other_options_are_refused()
    {
        using var run = new TinyRun();
        using var stop = new CancellationTokenSource();
        Assert.False(new TrainingRun(run.Options).Run(new Quiet { AtStep = progress => { if (progress.Step == 4) stop.Cancel(); } }, stop.Token));
        Assert.Throws<VislumbreException>(() => new TrainingRun(run.Options with { Seed = 9 }).Run(new Quiet(), CancellationToken.None));
        var listener = new Quiet();
        Assert.True(new TrainingRun(run.Options).Run(listener, CancellationToken.None));
        Assert.Equal(4, listener.FirstStep);
    }

    [Fact]
    public void Two_runs_never_write_to_one_folder_at_a_time()
    {
        using var run = new TinyRun();
        VislumbreException? refusal = null;
        var first = new TrainingRun(run.Options);
        Assert.True(first.Run(new Quiet { AtStep = progress => { if (progress.Step == 2) refusal = Assert.Throws<VislumbreException>(() => new TrainingRun(run.Options).Run(new Quiet(), CancellationToken.None)); } }, CancellationToken.None));
        Assert.Contains(run.Options.Output, refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image", "vision_model.")]
    [InlineData("text", "text_model.")]
    public void A_frozen_tower_stays_as_it_was(string tower, string prefix)
    {
        using var run = new TinyRun();
        new TrainingRun(run.Options).Run(new Quiet(), CancellationToken.None);
        var tuned = run.Options with { From = run.Options.Output, Config = null, Output = Path.Combine(run.Folder, "tuned"), Freeze = tower, Epochs = 1, LearningRate = 0.01, Chunk = 8 };
        new TrainingRun(tuned).Run(new Quiet(), CancellationToken.None);
        var (before, after) = (Checkpoint.Open(run.Options.Output), Checkpoint.Open(tuned.Output));
        foreach (var name in before.Tensors.Keys.Where(name => name.EndsWith("q_proj.weight", StringComparison.Ordinal)))
        {
            var same = TensorConversion.ReadFloats(before.Find(name)).SequenceEqual(TensorConversion.ReadFloats(after.Find(name)));
            Assert.Equal(name.StartsWith(prefix, StringComparison.Ordinal), same);
        }
    }

    [Fact]
    public void Low_rank_additions_learn_and_are_added_to_the_matrices_that_are_written()
    {
        using var run = new TinyRun();
        new TrainingRun(run.Options).Run(new Quiet(), CancellationToken.None);
        var tuned = run.Options with { From = run.Options.Output, Config = null, Output = Path.Combine(run.Folder, "tuned"), LowRank = 2, Epochs = 1, LearningRate = 0.01 };
        var listener = new Quiet();
        new TrainingRun(tuned).Run(listener, CancellationToken.None);
        Assert.Contains("vision_model.encoder.layers.0.self_attn.q_proj.weight.lora_A", listener.Learning);
        Assert.DoesNotContain("vision_model.encoder.layers.0.self_attn.q_proj.weight", listener.Learning);
        var (before, after) = (Checkpoint.Open(run.Options.Output), Checkpoint.Open(tuned.Output));
        Assert.NotEqual(Values(before, "vision_model.encoder.layers.0.mlp.fc1.weight"), Values(after, "vision_model.encoder.layers.0.mlp.fc1.weight"));
        Assert.Equal(Values(before, "vision_model.encoder.layers.0.mlp.fc1.bias"), Values(after, "vision_model.encoder.layers.0.mlp.fc1.bias"));

        static float[] Values(Checkpoint checkpoint, string name) => TensorConversion.ReadFloats(checkpoint.Find(name));
    }

    private static async Task<int> CommandAsync(TinyRun run, int? untilLines)
    {
        var options = run.Options;
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "vislumbre-train.dll"), options.Data, options.Output, "--config", options.Config!, "--epochs", "3", "--batch", "16", "--checkpoint-every", "3",
            "--evaluate-every", "5", "--held-out", "0.2", "--vocabulary", "700", "--threads", "1",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (untilLines is { } lines)
        {
            var log = Path.Combine(options.Output, "training.jsonl");
            while (!process.HasExited && (!File.Exists(log) || Lines(log) < lines)) await Task.Delay(2, TestContext.Current.CancellationToken);
            process.Kill();
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var said = await output + await error;
        Assert.True(untilLines is not null || process.ExitCode == 0, said);
        return process.ExitCode;

        static int Lines(string path)
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Count(character => character == '\n');
        }
    }
}
