using System.Globalization;

namespace Vislumbre.Testing.Unsplash;

/// <summary>What the server has seen so far.</summary>
/// <param name="Requests">Requests by what they asked for.</param>
/// <param name="Statuses">Answers by status; a broken or stalled one counts by the status in its headers.</param>
/// <param name="MostAtOnce">The highest number of requests under way at one time.</param>
/// <param name="MostConnections">The highest number of connections open at one time.</param>
/// <param name="DuringStorms">Requests that came during a storm: each got 429.</param>
/// <param name="Resets">Photos' connections broken in mid-body on purpose.</param>
/// <param name="Stalls">Photos' answers that fell silent on purpose.</param>
public sealed record RequestCounts(
    IReadOnlyDictionary<RequestKind, long> Requests, IReadOnlyDictionary<int, long> Statuses, int MostAtOnce, int MostConnections, long DuringStorms, long Resets, long Stalls)
{
    /// <summary>All of it in a few lines.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        requests: {string.Join(", ", Requests.Select(pair => $"{pair.Key} {pair.Value}"))}
        statuses: {string.Join(", ", Statuses.Select(pair => $"{pair.Key} {pair.Value}"))}
        at once: {MostAtOnce} requests, {MostConnections} connections
        faults: {DuringStorms} during storms, {Resets} reset, {Stalls} stalled
        """);
}
