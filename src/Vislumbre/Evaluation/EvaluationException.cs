namespace Vislumbre.Evaluation;

/// <summary>There is nothing to evaluate, or not in the way asked for; the message says what would be right.</summary>
public sealed class EvaluationException(string message) : VislumbreException(message);
