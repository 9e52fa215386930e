namespace Vislumbre.Evaluation;

/// <summary>How well queries of one kind find their answers of the other.</summary>
public sealed record RetrievalDirection
{
    /// <summary>How many queries there were.</summary>
    public required int Queries { get; init; }

    /// <summary>Recall at each depth, in the order of <see cref="RetrievalOptions.Depths"/>.</summary>
    public required IReadOnlyList<RecallAt> Recalls { get; init; }

    /// <summary>The median of the ranks, from 1; of an even number the mean of the middle two.</summary>
    public required double MedianRank { get; init; }

    /// <summary>The mean of 1 / rank.</summary>
    public required Estimate MeanReciprocalRank { get; init; }

    /// <summary>Normalised discounted cumulative gain of the first ten answers (Järvelin and Kekäläinen 2002), gain 1 for each right one.</summary>
    public required double NdcgAt10 { get; init; }
}
