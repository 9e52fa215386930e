using Vislumbre.Models;
using Vislumbre.Training.Data;
using Vislumbre.Training.Towers;

namespace Vislumbre.Training.Learning;

/// <summary>Is told what happens in a run: a terminal, a test.</summary>
internal interface ITrainingListener
{
    /// <summary>All is read; the first step follows.</summary>
    void Begun(TrainingSet data, ClipArchitecture architecture, NetworkWeights weights, int step, int steps);

    /// <summary>A step is done.</summary>
    void Stepped(TrainingProgress progress);

    /// <summary>Recall on what is held out.</summary>
    void Evaluated(int step, double recallAtOne, double recallAtFive, int photos);

    /// <summary>The run is at its end and the model is written.</summary>
    void Finished(TrainingSummary summary);
}
