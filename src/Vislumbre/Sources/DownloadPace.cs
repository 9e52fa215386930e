namespace Vislumbre.Sources;

/// <summary>
/// How fast a server may be asked: everybody waits while it says that it has had too many requests, and then fewer ask at a time; each good
/// answer lets a little more ask again (additive increase, multiplicative decrease: Chiu and Jain 1989).
/// </summary>
/// <param name="parallel">The most at a time.</param>
internal sealed class DownloadPace(int parallel)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private double _limit = parallel;
    private long _notBefore;
    private long? _lastCut;

    /// <summary>How many may ask at a time now.</summary>
    public int Limit
    {
        get
        {
            lock (_gate) return (int)_limit;
        }
    }

    /// <summary>How long a worker has to wait before it may look again; zero where it may ask.</summary>
    /// <param name="worker">Its number from 0: the later ones rest first.</param>
    public TimeSpan Wait(int worker)
    {
        lock (_gate)
        {
            var pause = _notBefore - Environment.TickCount64;
            if (pause > 0) return TimeSpan.FromMilliseconds(Math.Min(pause, 1000));
            return worker < (int)_limit ? TimeSpan.Zero : Look;
        }
    }

    /// <summary>The server has had too many requests.</summary>
    /// <param name="wait">How long it asks to wait.</param>
    public void TooMany(TimeSpan wait)
    {
        lock (_gate)
        {
            var now = Environment.TickCount64;
            _notBefore = Math.Max(_notBefore, now + (long)wait.TotalMilliseconds);
            // The requests that were under way hear the same; they count as one.
            if (now - _lastCut < Math.Max(1000, (long)wait.TotalMilliseconds)) return;
            _lastCut = now;
            _limit = Math.Max(1, _limit / 2);
        }
    }

    /// <summary>The server gave what was asked for.</summary>
    public void Good()
    {
        lock (_gate) _limit = Math.Min(parallel, _limit + 4 / _limit);
    }
}
