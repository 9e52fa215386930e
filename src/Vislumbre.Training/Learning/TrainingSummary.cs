using Vislumbre.Models;
using Vislumbre.Training.Data;

namespace Vislumbre.Training.Learning;

/// <summary>What a run has done: for the model card and the curves.</summary>
internal sealed record TrainingSummary(
    TrainingOptions Options, ClipArchitecture Architecture, TrainingSet Data, IReadOnlyDictionary<string, string> Failures, int Steps, double Seconds, double BestRecall, int BestStep, string Log);
