namespace Vislumbre.Bench.Scale;

/// <summary>What a simulated run gave; milliseconds and shares.</summary>
/// <param name="Mean">Mean time of a query, from its arrival to its result.</param>
/// <param name="Times">All times, in order.</param>
/// <param name="Incomplete">The share of results that lack a shard's answer.</param>
/// <param name="IncompleteWhileLost">The same among queries that came between the loss and its detection; NaN where none did.</param>
/// <param name="Hedged">The share of requests to a shard that were sent a second time.</param>
/// <param name="Utilisation">The share of time in which a machine's slots work.</param>
internal sealed record ScaleResult(double Mean, double[] Times, double Incomplete, double IncompleteWhileLost, double Hedged, double Utilisation)
{
    public double P50 => At(0.5);

    public double P99 => At(0.99);

    public double P999 => At(0.999);

    /// <summary>A quantile of the times.</summary>
    public double At(double chance) => Times.Length == 0 ? double.NaN : Times[Math.Min(Times.Length - 1, (int)(chance * Times.Length))];
}
