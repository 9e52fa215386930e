namespace Vislumbre.Vectors;

/// <summary>A row whose bound is above the threshold.</summary>
/// <param name="Row">The row, counted from the first that was scanned.</param>
/// <param name="Estimate">The estimate of its score.</param>
/// <param name="Bound">What its score hardly exceeds.</param>
internal readonly record struct Contender(int Row, float Estimate, float Bound);
