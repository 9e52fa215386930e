namespace Vislumbre.Evaluation;

/// <summary>What a bank of ordinary sentences does for words that look for photos.</summary>
/// <param name="Sentences">Sentences in the bank.</param>
/// <param name="Methods">By score, by QB-Norm and by strength.</param>
public sealed record BankReport(int Sentences, IReadOnlyList<RankingMethod> Methods);
