namespace Vislumbre.Indexing;

/// <summary>How far indexing is.</summary>
/// <param name="Total">Files that are new or changed.</param>
/// <param name="Done">Of those, how many are safe in the catalog: indexed, moved, copied or failed.</param>
/// <param name="Failed">Of those, how many failed.</param>
/// <param name="Elapsed">Since the first one was begun.</param>
/// <param name="Stage">What is being done to them.</param>
public readonly record struct IndexProgress(int Total, int Done, int Failed, TimeSpan Elapsed, IndexStage Stage = IndexStage.Encoding)
{
    /// <summary>Photos a second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>The time that is left at this rate; null before the first photo.</summary>
    public TimeSpan? Left => Done > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;
}
