namespace Vislumbre.Features;

/// <summary>What was met while a folder of features was read; it grows with the reading.</summary>
public sealed class FeatureFindings
{
    private readonly List<FeatureFault> _faults = [];

    /// <summary>Rows that were scaled to length 1; those within 0.002 of it are left bit for bit.</summary>
    public long Normalised { get; internal set; }

    /// <summary>The files and rows left out, in the order in which they were met.</summary>
    public IReadOnlyList<FeatureFault> Faults => _faults;

    internal void Add(string file, long? row, string reason) => _faults.Add(new FeatureFault(file, row, reason));

    internal void Add(FeatureFault fault) => _faults.Add(fault);
}
