using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Vislumbre.Searching;

/// <summary>What a search tells whoever listens: its stages as a trace, and how long they took. Costs nothing where nobody does.</summary>
public static class SearchTelemetry
{
    /// <summary>The name to listen to, for traces and for measurements.</summary>
    public const string Name = "Vislumbre.Searching";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] };
    private static readonly Histogram<double> Encoding = Meter.CreateHistogram("vislumbre.search.encoding", "s", "What understanding a query took", [], Buckets);
    private static readonly Histogram<double> Finding = Meter.CreateHistogram("vislumbre.search.finding", "s", "What comparing photos and reading their rows took", [], Buckets);

    /// <summary>A stage of a search, until it is disposed.</summary>
    internal static Activity? Stage(string name) => Source.StartActivity(name);

    /// <summary>Notes a search.</summary>
    internal static void Note(SearchMode mode, SearchResult result)
    {
        var tag = new KeyValuePair<string, object?>("mode", mode.ToString().ToLowerInvariant());
        Encoding.Record(result.EncodingTime.TotalSeconds, tag);
        Finding.Record(result.SearchTime.TotalSeconds, tag);
    }
}
