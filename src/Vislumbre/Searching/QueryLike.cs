namespace Vislumbre.Searching;

/// <summary>A photo of the library that a query is like.</summary>
/// <param name="Photo">Its number, or what its source calls it.</param>
/// <param name="Weight">How much it counts; below zero it pushes away.</param>
public sealed record QueryLike(string Photo, double Weight = 1);
