namespace Vislumbre.Features;

/// <summary>What an import did.</summary>
public sealed record ImportReport
{
    /// <summary>Rows taken.</summary>
    public long Taken { get; init; }

    /// <summary>Of those, photos whose files are here.</summary>
    public long WithFile { get; init; }

    /// <summary>Photos that were indexed here from their own files and keep what they have.</summary>
    public long Kept { get; init; }

    /// <summary>Rows that were not of unit length and were scaled to it.</summary>
    public long Normalised { get; init; }

    /// <summary>The bits of the numbers as they came; they are kept in 16.</summary>
    public FeaturePrecision Precision { get; init; }

    /// <summary>Rows and files that were left out.</summary>
    public IReadOnlyList<FeatureFault> Faults { get; init; } = [];

    /// <summary>Whether it was stopped before the end; the same import goes on.</summary>
    public bool Stopped { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
