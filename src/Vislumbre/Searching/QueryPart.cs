namespace Vislumbre.Searching;

/// <summary>A part of what is asked, encoded.</summary>
/// <param name="Vector">Its embedding, unit length.</param>
/// <param name="Weight">What it counts; below 0 it pushes away.</param>
/// <param name="Photo">The photo of the library that it is, if it is one.</param>
/// <param name="IsWords">Whether it is words.</param>
internal sealed record QueryPart(float[] Vector, double Weight = 1, long? Photo = null, bool IsWords = false);
