namespace Vislumbre.Evaluation;

/// <summary>A way to rank photos, and what it reaches.</summary>
/// <param name="Name">"score", "qb-norm" or "strength".</param>
/// <param name="Beta">β of QB-Norm; null for others.</param>
/// <param name="Figures">What words → photo reaches.</param>
public sealed record RankingMethod(string Name, float? Beta, RetrievalDirection Figures);
