namespace Vislumbre.Searching;

/// <summary>Words of a query that go to the text tower together.</summary>
/// <param name="Text">The words.</param>
/// <param name="Weight">How much they count; below zero they push away.</param>
/// <param name="IsQuoted">Whether they were written in quotes.</param>
public sealed record QueryTerm(string Text, double Weight = 1, bool IsQuoted = false);
