using System.Globalization;
using Vislumbre.Models;
using Vislumbre.Training.Data;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Towers;

namespace Vislumbre.Training.Reporting;

/// <summary>Tells a run on the terminal.</summary>
internal sealed class TerminalListener : ITrainingListener
{
    private int _start;

    public void Begun(TrainingSet data, ClipArchitecture architecture, NetworkWeights weights, int step, int steps)
    {
        _start = step;
        Console.WriteLine($"{data.Learning.Count} photos, {data.HeldOut.Count} held out, {data.Captions.Count} captions, {weights.Learning.Values.Sum(w => w.numel()):N0} weights, {steps} steps from {step}");
    }

    public void Stepped(TrainingProgress progress)
    {
        if (progress.Step % 10 != 0) return;
        var done = progress.Step - _start;
        var rate = done / progress.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {progress.Step}/{progress.Steps} loss {progress.Loss:0.0000} {rate * progress.Batch:0} pairs/s left {TimeSpan.FromSeconds((progress.Steps - progress.Step) / rate):hh\\:mm\\:ss}"));
    }

    public void Evaluated(int step, double recallAtOne, double recallAtFive, int photos) => Console.WriteLine($"  recall@1 {recallAtOne:0.000} recall@5 {recallAtFive:0.000} of {photos}");

    public void Finished(TrainingSummary summary)
    {
    }
}
