using Vislumbre.Sources;

namespace Vislumbre.Evaluation;

/// <summary>How often the right one of two pictures scores higher.</summary>
/// <param name="Kind">What the two differ in.</param>
/// <param name="Language">The captions' language; null where the table says none.</param>
/// <param name="Count">How many rows there were.</param>
/// <param name="Right">In how many the right picture scored strictly higher; guessing gives half.</param>
/// <param name="Share">The same as a share, with Wilson's 95% interval.</param>
public sealed record ContrastReport(string Kind, string? Language, int Count, int Right, Estimate Share)
{
    /// <summary>Counts by kind and language, in ordinal order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rightScores">Of each row how alike the caption and the right picture are.</param>
    /// <param name="wrongScores">Of each row how alike the caption and the wrong picture are.</param>
    /// <exception cref="ArgumentException">There are not as many scores as rows.</exception>
    public static IReadOnlyList<ContrastReport> Measure(IReadOnlyList<ContrastRow> rows, IReadOnlyList<float> rightScores, IReadOnlyList<float> wrongScores)
    {
        if (rightScores.Count != rows.Count || wrongScores.Count != rows.Count)
            throw new ArgumentException($"{rows.Count} rows have {rightScores.Count} right and {wrongScores.Count} wrong scores.", nameof(rightScores));
        return [.. rows.Select((row, i) => (row.Kind, row.Language, IsRight: rightScores[i] > wrongScores[i]))
            .GroupBy(row => (row.Kind, row.Language))
            .OrderBy(group => group.Key.Kind, StringComparer.Ordinal).ThenBy(group => group.Key.Language, StringComparer.Ordinal)
            .Select(group => (group.Key, Count: group.Count(), Right: group.Count(row => row.IsRight)))
            .Select(group => new ContrastReport(group.Key.Kind, group.Key.Language, group.Count, group.Right, Estimate.OfShare(group.Right, group.Count)))];
    }
}
