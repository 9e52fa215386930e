namespace Vislumbre.Evaluation;

/// <summary>What an evaluation with classes found.</summary>
public sealed record ClassReport
{
    /// <summary>What the model reaches.</summary>
    public required ClassMetrics Model { get; init; }

    /// <summary>What the colour baseline reaches with the same photos; null where it was not asked for.</summary>
    public ClassMetrics? Baseline { get; init; }

    /// <summary>Photos that the baseline learnt from.</summary>
    public int BaselinePhotos { get; init; }

    /// <summary>The sentences that were used.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>The share that was held out; null where all was evaluated.</summary>
    public double? HeldOut { get; init; }

    /// <summary>Photos that were left out because they could not be read.</summary>
    public IReadOnlyList<EvaluationFailure> Failed { get; init; } = [];

    /// <summary>What a bank of ordinary sentences does for the classes' names that look for photos; null where it was not asked for.</summary>
    public BankReport? Bank { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
