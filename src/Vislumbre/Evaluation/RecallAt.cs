namespace Vislumbre.Evaluation;

/// <summary>The share of queries whose right answer is among the first k.</summary>
/// <param name="K">How many answers are looked at.</param>
/// <param name="Recall">The share, in [0, 1].</param>
/// <param name="Chance">What an order at random gives on average.</param>
public sealed record RecallAt(int K, Estimate Recall, double Chance);
