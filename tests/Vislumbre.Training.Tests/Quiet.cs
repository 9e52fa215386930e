using Vislumbre.Models;
using Vislumbre.Training.Data;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Towers;

namespace Vislumbre.Training.Tests;

/// <summary>Keeps what a run tells.</summary>
internal sealed class Quiet : ITrainingListener
{
    public TrainingSet? Data { get; private set; }

    public List<string> Learning { get; } = [];

    public TrainingSummary? Summary { get; private set; }

    public int FirstStep { get; private set; }

    public Action<TrainingProgress>? AtStep { get; init; }

    public void Begun(TrainingSet data, ClipArchitecture architecture, NetworkWeights weights, int step, int steps)
    {
        (Data, FirstStep) = (data, step);
        Learning.AddRange(weights.Learning.Keys);
    }

    public void Stepped(TrainingProgress progress) => AtStep?.Invoke(progress);

    public List<double> Recalls { get; } = [];

    public int SearchedIn { get; private set; }

    public void Evaluated(int step, double recallAtOne, double recallAtFive, int photos)
    {
        Assert.InRange(recallAtOne, 0, recallAtFive);
        Recalls.Add(recallAtOne);
        SearchedIn = photos;
    }

    public void Finished(TrainingSummary summary) => Summary = summary;
}
