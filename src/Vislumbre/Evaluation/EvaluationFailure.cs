namespace Vislumbre.Evaluation;

/// <summary>A photo that was left out of an evaluation.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Reason">Why.</param>
public sealed record EvaluationFailure(string Path, string Reason);
