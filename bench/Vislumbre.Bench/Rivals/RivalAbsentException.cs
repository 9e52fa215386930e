namespace Vislumbre.Bench.Rivals;

/// <summary>A rival that cannot be measured here, and why.</summary>
internal sealed class RivalAbsentException(string reason, Exception? inner = null) : Exception(reason, inner);
