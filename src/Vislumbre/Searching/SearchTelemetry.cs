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
    private static readonly Histogram<double> Encoding = Meter.CreateHistogram<double>("vislumbre.search.encoding", "ms", "What understanding a query took");
    private static readonly Histogram<double> Finding = Meter.CreateHistogram<double>("vislumbre.search.finding", "ms", "What comparing photos and reading their rows took");

    /// <summary>A stage of a search, until it is disposed.</summary>
    internal static Activity? Stage(string name) => Source.StartActivity(name);

    /// <summary>Notes a search.</summary>
    internal static void Note(SearchMode mode, SearchResult result)
    {
        var tag = new KeyValuePair<string, object?>("mode", mode.ToString().ToLowerInvariant());
        Encoding.Record(result.EncodingTime.TotalMilliseconds, tag);
        Finding.Record(result.SearchTime.TotalMilliseconds, tag);
    }
}
