namespace Vislumbre.Training.Learning;

/// <summary>Where a run is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Batch">Pairs a step.</param>
/// <param name="Loss">The step's loss.</param>
/// <param name="Elapsed">Time since this process began to learn.</param>
internal sealed record TrainingProgress(int Step, int Steps, int Batch, double Loss, TimeSpan Elapsed);
