namespace Vislumbre.Evaluation;

/// <summary>How retrieval is measured.</summary>
public sealed record RetrievalOptions
{
    /// <summary>The depths of recall, each at least 1.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [1, 5, 10];

    /// <summary>Resamples of the bootstrap, at least 1.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>The bootstrap's seed: the same data give the same intervals.</summary>
    public int Seed { get; init; } = 2015;
}
