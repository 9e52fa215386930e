namespace Vislumbre.Catalog;

/// <summary>A word of a query that is in what is said of a photo.</summary>
/// <param name="Word">The word, as the query has it.</param>
/// <param name="Places">Where it is said.</param>
public sealed record MatchedWord(string Word, IReadOnlyList<MatchedPlace> Places);
