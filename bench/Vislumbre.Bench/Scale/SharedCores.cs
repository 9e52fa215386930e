namespace Vislumbre.Bench.Scale;

/// <summary>Processors on which everything runs: what is under way shares them evenly, each thing on one at most (Kleinrock, Time-shared Systems, JACM 1967).</summary>
internal sealed class SharedCores(int cores)
{
    // Work that each thing under way has had since the beginning: all have the same, so each is done when this reaches its own mark.
    private readonly PriorityQueue<SimulatedEvent, (double Mark, long Order)> _underWay = new();
    private double _had, _at;
    private long _order;

    /// <summary>When the first is done as things are; null where nothing is under way.</summary>
    public double? Next => _underWay.TryPeek(out _, out var mark) ? _at + Math.Max(0, mark.Mark - _had) / Speed : null;

    private double Speed => Math.Min(1, (double)cores / _underWay.Count);

    /// <summary>Begins something.</summary>
    /// <param name="now">The moment; never before one that was told earlier.</param>
    /// <param name="work">How long it takes with a processor to itself.</param>
    /// <param name="then">What happens when it is done.</param>
    public void Add(double now, double work, SimulatedEvent then)
    {
        Advance(now);
        _underWay.Enqueue(then, (_had + work, _order++));
    }

    /// <summary>Ends the first.</summary>
    public SimulatedEvent Take(double now)
    {
        Advance(now);
        return _underWay.Dequeue();
    }

    private void Advance(double now)
    {
        if (_underWay.Count > 0) _had += (now - _at) * Speed;
        _at = now;
    }
}
