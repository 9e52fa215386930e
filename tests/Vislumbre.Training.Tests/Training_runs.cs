using System.Diagnostics;
using System.Text.Json.Nodes;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Scenes;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Towers;
using Vislumbre.Training.Vocabulary;
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

    [Theory]
    [InlineData]
    [InlineData("--together", "6", "--mirror-sides", "--cutmix", "0.5", "--bf16", "--jitter", "0.2")]
    [InlineData("--from", "mini", "--lora", "2", "--chunk", "8")]
    public async Task A_killed_run_goes_on_with_exactly_the_losses_that_it_would_have_had(params string[] more)
    {
        using var whole = new TinyRun();
        using var killed = new TinyRun();
        Assert.Equal(0, await CommandAsync(whole, untilLines: null, more));
        Assert.NotEqual(0, await CommandAsync(killed, untilLines: 5, more));
        // A folder is the same with a slash at its end.
        Assert.Equal(0, await CommandAsync(killed, untilLines: null, more, end: "/"));
        Assert.Equal(Log(whole), Log(killed));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Options.Output, "model.safetensors")), File.ReadAllBytes(Path.Combine(killed.Options.Output, "model.safetensors")));

        static string[] Log(TinyRun run) => File.ReadAllLines(Path.Combine(run.Options.Output, "training.jsonl"));
    }

    [Fact]
    public void A_photo_that_cannot_be_read_is_listed_and_another_is_learned_from_in_its_place()
    {
        using var run = new TinyRun();
        var data = Path.Combine(run.Folder, "data");
        Directory.CreateDirectory(data);
        var scenes = SceneSet.Create(new SceneFolderOptions { Count = 24, Seed = 2 });
        for (var i = 0; i < scenes.Count; i++) File.WriteAllBytes(Path.Combine(data, $"{i}.jpg"), scenes[i].Draw(64)[..(i % 4 == 0 ? 300 : ^0)]);
        File.WriteAllLines(Path.Combine(data, "captions.tsv"), [.. scenes.Select((scene, i) => $"{i}.jpg\t{scene.English[0]}").Prepend("file\tcaption"), "gone.jpg\tnothing"]);
        // A row without its file is a fault of the table.
        var listener = new Quiet();
        Assert.True(new TrainingRun(run.Options with { Data = data, Batch = 4, HeldOut = 0.3 }).Run(listener, CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"{i * 4}.jpg").Order(StringComparer.Ordinal), listener.Summary!.Failures.Keys.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(listener.Data!.HeldOut.Count - listener.Data.HeldOut.Count(photo => listener.Summary.Failures.ContainsKey(photo.Path)), listener.SearchedIn);
    }

    [Fact]
    public void The_best_weights_of_a_run_are_the_ones_that_are_kept()
    {
        using var run = new TinyRun();
        var listener = new Quiet();
        new TrainingRun(run.Options with { Epochs = 4, EvaluateEvery = 1 }).Run(listener, CancellationToken.None);
        Assert.Equal(listener.Recalls.Max(), listener.Summary!.BestRecall);
        Assert.Equal(listener.Recalls.FindLastIndex(recall => recall == listener.Recalls.Max()) + 1, listener.Summary.BestStep);
    }

    [Fact]
    public void A_run_that_diverges_says_so()
    {
        using var run = new TinyRun();
        var refusal = Assert.Throws<VislumbreException>(() => new TrainingRun(run.Options with { LearningRate = 1e30, Clip = 1e6, WarmUp = 0, Epochs = 4 }).Run(new Quiet(), CancellationToken.None));
        Assert.Contains("diverged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_tokenizer_tells_the_new_model_its_vocabulary_and_its_end()
    {
        using var run = new TinyRun();
        var given = Path.Combine(run.Folder, "given.json");
        TokenizerWriter.Write(given, []);
        // The end token need not have the highest number.
        var json = JsonNode.Parse(File.ReadAllText(given))!;
        var vocabulary = json["model"]!["vocab"]!.AsObject();
        vocabulary["<unused>"] = vocabulary.Count;
        File.WriteAllText(given, json.ToJsonString());
        var folder = ModelFolder.Prepare(run.Options with { Tokenizer = given }, []);
        Assert.Equal(vocabulary.Count, folder.Architecture.VocabularySize);
        Assert.Equal(vocabulary.Count - 2, folder.Architecture.EndToken);

        File.WriteAllText(given, "{}");
        Assert.Throws<ModelException>(() => ModelFolder.Prepare(run.Options with { Tokenizer = given, Output = Path.Combine(run.Folder, "other") }, []));
    }

    [Theory]
    [InlineData("--rate", "0,001", "from 0 to 1, not \"0,001\"")]
    [InlineData("--held-out", "0.95", "from 0 to 0.9")]
    [InlineData("--epochs", "many", "from 1 to 1000000")]
    public void Numbers_are_written_with_a_point_in_every_language(string option, string value, string complaint)
    {
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new("pt-BR");
        try
        {
            Assert.Contains(TrainCommand.Create().Parse(["data", "model", option, value]).Errors, error => error.Message.Contains(complaint, StringComparison.Ordinal));
            Assert.Empty(TrainCommand.Create().Parse(["data", "model", "--rate", "0.001"]).Errors);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
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

    private static async Task<int> CommandAsync(TinyRun run, int? untilLines, string[] more, string end = "")
    {
        var options = run.Options;
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "vislumbre-train.dll"), options.Data + end, options.Output + end, .. more.Contains("--from") ? (string[])[] : ["--config", options.Config!, "--vocabulary", "700"], "--epochs", "3", "--batch", "16", "--checkpoint-every", "3",
            "--evaluate-every", "5", "--held-out", "0.2", "--threads", "1", .. more,
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
