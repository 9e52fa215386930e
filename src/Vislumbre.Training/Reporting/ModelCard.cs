using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Vislumbre.Training.Learning;

namespace Vislumbre.Training.Reporting;

/// <summary>Writes a model's card (Mitchell et al. 2019): what it was trained on, how, and what it reached.</summary>
internal static class ModelCard
{
    public static void Write(TrainingSummary run, string path)
    {
        var (options, sizes) = (run.Options, run.Architecture);
        // Names of folders, not their places: a card travels with the model.
        var command = string.Join(' ', Arguments(options));
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"""
            # {Path.GetFileName(options.Output)}

            A dual encoder in the layout of Hugging Face's CLIP, trained with `vislumbre-train`. It knows what its training pictures show,
            and nothing else of the world.

            | | |
            |---|---|
            | data | `{Path.GetFileName(options.Data)}`: {run.Data.Learning.Count} photos to learn from, {run.Data.HeldOut.Count} held out, {run.Data.Captions.Count} captions, {run.Data.Faults.Count} bad rows, {run.Failures.Count} unreadable photos |
            | command | `{command}` |
            | begun from | {(options.From is null ? "nothing" : $"`{Path.GetFileName(options.From)}`")} |
            | image tower | {sizes.ImageSize} px, patches of {sizes.PatchSize}, width {sizes.Image.Width}, {sizes.Image.Layers} layers, {sizes.Image.Heads} heads |
            | text tower | {sizes.ContextLength} tokens of {sizes.VocabularySize}, width {sizes.Text.Width}, {sizes.Text.Layers} layers, {sizes.Text.Heads} heads |
            | embedding | {sizes.ProjectionDimension} numbers |
            | steps | {run.Steps} of {options.Batch} pairs, {run.Seconds / 60:0.0} minutes |
            | best on what was held out | {(run.BestRecall < 0 ? "nothing was held out" : string.Create(CultureInfo.InvariantCulture, $"recall@1 {run.BestRecall:0.000} at step {run.BestStep}"))} |
            | seed | {options.Seed} |
            | versions | Vislumbre {typeof(ModelCard).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}, TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version}, .NET {Environment.Version}, {RuntimeInformation.OSArchitecture} |

            ![loss and recall](curves.svg)

            """));
    }

    private static IEnumerable<string> Arguments(TrainingOptions options)
    {
        var standard = new TrainingOptions { Data = "", Output = "" };
        yield return $"vislumbre-train {Path.GetFileName(options.Data)} {Path.GetFileName(options.Output)}";
        if (options.Names is { } names) yield return $"--names {Path.GetFileName(names)}";
        if (options.From is { } from) yield return $"--from {Path.GetFileName(from)}";
        if (options.Config is { } config) yield return $"--config {Path.GetFileName(config)}";
        if (options.Tokenizer is { } tokenizer) yield return $"--tokenizer {Path.GetFileName(tokenizer)}";
        if (options.Freeze is { } freeze) yield return $"--freeze {freeze}";
        foreach (var (name, value, usual) in ((string, double, double)[])
            [
                ("vocabulary", options.Vocabulary, standard.Vocabulary), ("lora", options.LowRank, 0), ("epochs", options.Epochs, standard.Epochs), ("batch", options.Batch, standard.Batch),
                ("chunk", options.Chunk, 0), ("rate", options.LearningRate, standard.LearningRate), ("weight-decay", options.WeightDecay, standard.WeightDecay), ("warm-up", options.WarmUp, standard.WarmUp),
                ("clip", options.Clip, standard.Clip), ("crop", options.CropArea, standard.CropArea), ("jitter", options.Jitter, standard.Jitter), ("cutmix", options.CutMix, standard.CutMix), ("together", options.Together, 0), ("at-most", options.AtMost, 0), ("held-out", options.HeldOut, standard.HeldOut),
                ("seed", options.Seed, standard.Seed), ("evaluate-every", options.EvaluateEvery, standard.EvaluateEvery), ("checkpoint-every", options.CheckpointEvery, standard.CheckpointEvery),
            ])
        {
            if (value != usual) yield return string.Create(CultureInfo.InvariantCulture, $"--{name} {value}");
        }

        if (!options.Flip) yield return "--flip false";
        if (options.MirrorSides) yield return "--mirror-sides";
        if (options.BFloat16) yield return "--bf16";
        if (options.Half) yield return "--half";
    }
}
