namespace Vislumbre.Vectors;

/// <summary>Counts what searches read. Thread-safe.</summary>
public sealed class SearchTally
{
    private long _scanned;
    private long _rescored;

    /// <summary>Rows whose codes were compared, with each query once.</summary>
    public long Scanned => Interlocked.Read(ref _scanned);

    /// <summary>Rows whose stored numbers were compared.</summary>
    public long Rescored => Interlocked.Read(ref _rescored);

    internal void Add(long scanned, long rescored)
    {
        Interlocked.Add(ref _scanned, scanned);
        Interlocked.Add(ref _rescored, rescored);
    }
}
