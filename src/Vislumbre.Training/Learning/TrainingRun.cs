using System.Diagnostics;
using System.Text.Json;
using TorchSharp;
using Vislumbre.Models;
using Vislumbre.Training.Data;
using Vislumbre.Training.Towers;

namespace Vislumbre.Training.Learning;

/// <summary>Trains a dual encoder from data to model folder; goes on where an earlier run was stopped.</summary>
internal sealed class TrainingRun(TrainingOptions options)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private const string OptionsFile = "run.json";

    /// <summary>Runs to the end, or until it is cancelled; then the state is written and another run goes on.</summary>
    /// <param name="listener">Is told what happens.</param>
    /// <param name="cancellation">Stops after the step that is under way.</param>
    /// <returns>Whether it came to the end.</returns>
    public bool Run(ITrainingListener listener, CancellationToken cancellation)
    {
        using var claim = Claim();
        var data = TrainingSet.Read(options.Data, options.HeldOut, options.Names);
        if (data.Learning.Count < 2)
            throw new VislumbreException(Language.Say($"{options.Data} has {data.Learning.Count} photos to learn from; at least 2 are needed.", $"{options.Data} tem {data.Learning.Count} fotos para aprender; são necessárias ao menos 2."));
        var folder = ModelFolder.Prepare(options, data.Captions);
        var architecture = folder.Architecture;
        using var weights = options.From is { } from ? NetworkWeights.Read(architecture, from) : NetworkWeights.Create(architecture, options.Seed);
        weights.Begin(Learns, options.LowRank, options.Seed);
        var network = new DualEncoderNetwork(architecture, weights, options.BFloat16);
        using var optimizer = new AdamW(weights.Learning, options.WeightDecay);
        var tokens = new TokenTable(folder.Tokenizer, data.Captions);
        var recipe = folder.Preprocessing;
        var pixels = new PixelStore(recipe, data.Learning);
        var augmentation = new Augmentation(pixels.Edge, recipe, options.CropArea, options.Jitter);
        var source = new BatchSource(data, tokens, pixels, augmentation, options, recipe.InputEdge);
        var recall = data.HeldOut.Count > 1 ? new HeldOutRecall(data, tokens, augmentation, recipe) : null;
        var steps = source.StepsPerEpoch * options.Epochs;
        var rate = new LearningRate(options.LearningRate, Math.Max(1, (int)(steps * options.WarmUp)), steps);
        var checkpoints = new RunCheckpoints(options.Output);
        var state = checkpoints.Restore(weights.Learning, optimizer) ?? new RunCheckpoints.State(0, -1, 0, 0);
        using var log = TrainingLog.Open(options.Output, state.Step);
        listener.Begun(data, architecture, weights, state.Step, steps);
        var step = new TrainingStep(network, weights, options.Chunk);
        var watch = Stopwatch.StartNew();
        var before = state.Seconds;
        var next = state.Step < steps ? Task.Run(() => source.Draw(state.Step), CancellationToken.None) : Task.FromResult<TrainingBatch>(null!);
        for (var number = state.Step; number < steps; number++)
        {
            using var batch = next.GetAwaiter().GetResult();
            var following = number + 1;
            // The next batch is drawn while this one is learned from.
            if (following < steps) next = Task.Run(() => source.Draw(following), CancellationToken.None);
            var loss = step.Run(batch);
            if (!double.IsFinite(loss))
                throw new VislumbreException(Language.Say($"The loss of step {number} is no number any more: the run has diverged. A new folder with a lower --rate may do.", $"A perda do passo {number} deixou de ser um número: o treino divergiu. Uma pasta nova com --rate menor pode resolver."));
            var gradient = optimizer.ClipGradients(options.Clip);
            optimizer.Step(number, rate.At(number));
            step.ClampScale();
            log.Write(new { step = number, loss, gradient, rate = rate.At(number) });
            var progress = new TrainingProgress(following, steps, batch.Count, loss, watch.Elapsed);
            listener.Stepped(progress);
            var last = following == steps;
            if (last || following % options.EvaluateEvery == 0)
            {
                var measured = recall?.Measure(network);
                if (measured is { } found)
                {
                    log.Write(new { step = number, recall1 = found.AtOne, recall5 = found.AtFive });
                    listener.Evaluated(following, found.AtOne, found.AtFive, recall!.Count);
                }

                // With nothing held out the last weights are the best that is known.
                if (measured is null || measured.Value.AtOne >= state.BestRecall)
                {
                    folder.WriteWeights(weights, options.Half);
                    state = state with { BestRecall = measured?.AtOne ?? -1, BestStep = following };
                }
            }

            if (last || following % options.CheckpointEvery == 0 || cancellation.IsCancellationRequested)
            {
                state = state with { Step = following, Seconds = before + watch.Elapsed.TotalSeconds };
                checkpoints.Write(state, weights.Learning, optimizer);
            }

            if (cancellation.IsCancellationRequested && !last)
            {
                if (!next.IsCompleted || next.IsCompletedSuccessfully) next.GetAwaiter().GetResult().Dispose();
                return false;
            }
        }

        log.Dispose();
        listener.Finished(new TrainingSummary(options, architecture, data, Failures(data, pixels, recall), steps, state.Seconds, state.BestRecall, state.BestStep, log.Path));
        return true;
    }

    private static Dictionary<string, string> Failures(TrainingSet data, PixelStore pixels, HeldOutRecall? recall) =>
        data.Failures.Concat(pixels.Failures).Concat(recall?.Failures ?? []).DistinctBy(failure => failure.Key).OrderBy(failure => failure.Key, StringComparer.Ordinal).ToDictionary();

    private bool Learns(string name) => options.Freeze switch
    {
        "image" => !name.StartsWith("vision_model.", StringComparison.Ordinal) && name != "visual_projection.weight",
        "text" => !name.StartsWith("text_model.", StringComparison.Ordinal) && name != "text_projection.weight",
        _ => true,
    };

    /// <summary>A folder belongs to one run: the same options go on with it; others are refused, and so is a second process.</summary>
    /// <returns>Holds the folder until it is disposed, or the process ends in whatever way.</returns>
    private FileStream Claim()
    {
        Directory.CreateDirectory(options.Output);
        var path = Path.Combine(options.Output, OptionsFile);
        if (!File.Exists(path) && Directory.EnumerateFileSystemEntries(options.Output).Any()) throw Taken(path);
        var claim = Hold(path);
        var mine = JsonSerializer.SerializeToUtf8Bytes(options, Json);
        var there = new byte[claim.Length];
        claim.ReadExactly(there);
        if (there.Length == 0)
        {
            claim.Write(mine);
            claim.Flush();
        }
        else if (!there.AsSpan().SequenceEqual(mine))
        {
            claim.Dispose();
            throw Taken(path);
        }

        return claim;
    }

    private FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new VislumbreException(Language.Say($"Another run may be writing to {options.Output}; wait for it, or stop it ({e.Message}).", $"Outro treino pode estar gravando em {options.Output}; espere por ele, ou interrompa-o ({e.Message})."), e);
        }
    }

    private VislumbreException Taken(string path) => new(Language.Say(
        $"{options.Output} holds something else, or a run with other options ({path}); name a new folder.",
        $"{options.Output} contém outra coisa, ou um treino com outras opções ({path}); indique uma pasta nova."));
}
