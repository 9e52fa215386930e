using System.Diagnostics;
using System.Globalization;
using Vislumbre.Models;
using Vislumbre.Training.Data;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Towers;

namespace Vislumbre.Training.Reporting;

/// <summary>Tells a run: a line that is written over on a terminal, a plain line now and then elsewhere; card and curves at the end.</summary>
internal sealed class TerminalListener : ITrainingListener
{
    private const int MaximumListed = 10;
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(Console.IsOutputRedirected ? 10 : 0.5);
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private int _start;
    private string _recall = "";

    public void Begun(TrainingSet data, ClipArchitecture architecture, NetworkWeights weights, int step, int steps)
    {
        _start = step;
        foreach (var fault in data.Faults.Take(MaximumListed)) Console.Error.WriteLine(Language.Say($"line {fault.Line} left out: {fault.Reason}", $"linha {fault.Line} deixada de fora: {fault.Reason}"));
        if (data.Faults.Count > MaximumListed) Console.Error.WriteLine(Language.Say($"… and {data.Faults.Count - MaximumListed} more", $"… e mais {data.Faults.Count - MaximumListed}"));
        var (learning, held, captions, learned) = (data.Learning.Count, data.HeldOut.Count, data.Captions.Count, weights.Learning.Values.Sum(weight => weight.numel()));
        Console.WriteLine(Language.Say(
            $"{learning:N0} photos to learn from, {held:N0} held out, {captions:N0} captions; {learned:N0} weights learn; {steps:N0} steps",
            $"{learning:N0} fotos para aprender, {held:N0} reservadas, {captions:N0} legendas; {learned:N0} pesos aprendem; {steps:N0} passos"));
        if (step > 0) Console.WriteLine(Language.Say($"going on after step {step:N0}", $"continuando após o passo {step:N0}"));
    }

    public void Stepped(TrainingProgress progress)
    {
        if (_sinceLine.Elapsed < LineEvery && progress.Step < progress.Steps) return;
        _sinceLine.Restart();
        var rate = (progress.Step - _start) / progress.Elapsed.TotalSeconds;
        var rest = TimeSpan.FromSeconds((progress.Steps - progress.Step) / rate);
        var left = string.Create(CultureInfo.InvariantCulture, $"{(long)rest.TotalHours:00}:{rest:mm\\:ss}");
        var line = Language.Say(
            $"step {progress.Step:N0} of {progress.Steps:N0}  loss {progress.Loss:0.000}{_recall}  {rate * progress.Batch:N0} pairs/s  {left} left",
            $"passo {progress.Step:N0} de {progress.Steps:N0}  perda {progress.Loss:0.000}{_recall}  {rate * progress.Batch:N0} pares/s  faltam {left}");
        if (Console.IsOutputRedirected) Console.WriteLine(line);
        else Console.Write($"\r{line}\e[K");
    }

    public void Evaluated(int step, double recallAtOne, double recallAtFive, int photos)
    {
        _recall = $"  R@1 {recallAtOne:0.000}  R@5 {recallAtFive:0.000}";
        if (Console.IsOutputRedirected) Console.WriteLine(Language.Say($"step {step:N0}: recall@1 {recallAtOne:0.000}, recall@5 {recallAtFive:0.000} of {photos:N0} held-out photos", $"passo {step:N0}: recall@1 {recallAtOne:0.000}, recall@5 {recallAtFive:0.000} de {photos:N0} fotos reservadas"));
    }

    public void Finished(TrainingSummary summary)
    {
        if (!Console.IsOutputRedirected) Console.WriteLine();
        CurvesChart.Write(summary.Log, Path.Combine(summary.Options.Output, "curves.svg"));
        ModelCard.Write(summary, Path.Combine(summary.Options.Output, "README.md"));
        foreach (var (path, reason) in summary.Failures.Take(MaximumListed)) Console.Error.WriteLine($"{path}: {reason}");
        if (summary.Failures.Count > MaximumListed) Console.Error.WriteLine(Language.Say($"… and {summary.Failures.Count - MaximumListed} more", $"… e mais {summary.Failures.Count - MaximumListed}"));
        Console.WriteLine(Language.Say(
            $"The model is in {summary.Options.Output}: README.md is its card, curves.svg its curves. Use it: vislumbre index --model {summary.Options.Output} FOLDER",
            $"O modelo está em {summary.Options.Output}: README.md é sua ficha, curves.svg suas curvas. Use: vislumbre index --model {summary.Options.Output} PASTA"));
    }
}
