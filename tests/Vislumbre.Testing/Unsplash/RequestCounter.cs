namespace Vislumbre.Testing.Unsplash;

/// <summary>Counts without a lock: the server must not be what a client waits for.</summary>
internal sealed class RequestCounter
{
    private readonly long[] _kinds = new long[4], _statuses = new long[600];
    private int _atOnce, _mostAtOnce, _connections, _mostConnections;
    private long _duringStorms, _resets, _stalls;

    public void Connect() => Raise(ref _mostConnections, Interlocked.Increment(ref _connections));

    public void Disconnect() => Interlocked.Decrement(ref _connections);

    public void Begin() => Raise(ref _mostAtOnce, Interlocked.Increment(ref _atOnce));

    public void End(int status)
    {
        Interlocked.Increment(ref _statuses[Math.Clamp(status, 0, _statuses.Length - 1)]);
        Interlocked.Decrement(ref _atOnce);
    }

    /// <summary>The number of this request among those of its kind, from 1.</summary>
    public long Count(RequestKind kind) => Interlocked.Increment(ref _kinds[(int)kind]);

    public void Storm() => Interlocked.Increment(ref _duringStorms);

    public void Reset() => Interlocked.Increment(ref _resets);

    public void Stall() => Interlocked.Increment(ref _stalls);

    public RequestCounts Read() => new(
        Enum.GetValues<RequestKind>().ToDictionary(kind => kind, kind => Volatile.Read(ref _kinds[(int)kind])),
        Enumerable.Range(0, _statuses.Length).Where(status => Volatile.Read(ref _statuses[status]) > 0).ToDictionary(status => status, status => Volatile.Read(ref _statuses[status])),
        Volatile.Read(ref _mostAtOnce), Volatile.Read(ref _mostConnections), Volatile.Read(ref _duringStorms), Volatile.Read(ref _resets), Volatile.Read(ref _stalls));

    private static void Raise(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); now > seen;)
        {
            var before = Interlocked.CompareExchange(ref most, now, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
