namespace Vislumbre.Catalog;

/// <summary>A change to the set of embeddings that are searched.</summary>
/// <param name="Change">Its number; later ones are larger.</param>
/// <param name="Word">A random number, so that another history that came by the same number is known for another.</param>
public readonly record struct Generation(long Change, long Word);
