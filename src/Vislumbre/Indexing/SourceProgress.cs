namespace Vislumbre.Indexing;

/// <summary>How far fetching a source's photos is.</summary>
/// <param name="Total">Photos of the source.</param>
/// <param name="Had">Of those, how many were here before.</param>
/// <param name="Got">How many came.</param>
/// <param name="Gone">How many the source does not have any more.</param>
/// <param name="Failed">How many could not be had.</param>
/// <param name="Bytes">Bytes that came.</param>
/// <param name="Indexed">How many are indexed; null where nothing is indexed.</param>
/// <param name="Elapsed">Since the first was asked for.</param>
public readonly record struct SourceProgress(int Total, int Had, int Got, int Gone, int Failed, long Bytes, int? Indexed, TimeSpan Elapsed)
{
    /// <summary>Photos fetched a second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Got / Elapsed.TotalSeconds : 0;

    /// <summary>Bytes a second so far.</summary>
    public double BytesRate => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;

    /// <summary>Photos that are dealt with.</summary>
    public int Done => Had + Got + Gone + Failed;

    /// <summary>The time that is left at this rate, of fetching or of indexing, whichever is longer; null before the first photo.</summary>
    public TimeSpan? Left
    {
        get
        {
            if (Elapsed <= TimeSpan.Zero) return null;
            var fetching = Got > 0 ? (Total - Done) / Rate : (double?)null;
            var indexing = Indexed is > 0 and var indexed ? (Total - Gone - Failed - indexed) / (indexed / Elapsed.TotalSeconds) : (double?)null;
            return fetching is null && indexing is null ? null : TimeSpan.FromSeconds(Math.Max(Math.Max(fetching ?? 0, indexing ?? 0), 0));
        }
    }
}
