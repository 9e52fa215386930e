namespace Vislumbre.Vectors;

/// <summary>Where an index stands: what it was made from.</summary>
/// <param name="Change">The number of the last change that it holds.</param>
/// <param name="Word">A random word of that change, so that another history that came by the same number is not taken for it.</param>
public readonly record struct IndexState(long Change, ulong Word);
