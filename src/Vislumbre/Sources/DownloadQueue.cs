namespace Vislumbre.Sources;

/// <summary>What is still to be asked for: first what waited long enough for another try, then what was never tried.</summary>
internal sealed class DownloadQueue(IEnumerator<DownloadItem> items)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<DownloadTry, long> _again = new();
    private bool _allBegun;
    private int _underWay;

    /// <summary>Takes the next one; null where there is none at the moment.</summary>
    public DownloadTry? Take()
    {
        lock (_gate)
        {
            if (_again.TryPeek(out var again, out var due) && (due <= Environment.TickCount64))
            {
                _again.Dequeue();
                _underWay++;
                return again;
            }

            if (_allBegun) return null;
            if (!items.MoveNext())
            {
                _allBegun = true;
                return null;
            }

            _underWay++;
            return new DownloadTry(items.Current);
        }
    }

    /// <summary>Whether nothing is left and nothing is under way that might come back.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate) return _allBegun && _underWay == 0 && _again.Count == 0;
        }
    }

    /// <summary>Lets one be tried again after a while.</summary>
    public void Return(DownloadTry one, TimeSpan wait)
    {
        lock (_gate)
        {
            _underWay--;
            _again.Enqueue(one, Environment.TickCount64 + (long)wait.TotalMilliseconds);
        }
    }

    /// <summary>Has done with one.</summary>
    public void Finish()
    {
        lock (_gate) _underWay--;
    }
}

/// <summary>A photo on its way, with what went wrong so far.</summary>
internal sealed class DownloadTry(DownloadItem item)
{
    public DownloadItem Item { get; } = item;

    /// <summary>Failures that were the photo's own.</summary>
    public int Failures { get; set; }

    /// <summary>How often the server had too many requests when this one came.</summary>
    public int Refusals { get; set; }
}
