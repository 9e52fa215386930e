namespace Vislumbre.Vectors;

/// <summary>
/// Lets as many searches run at once as there are cores, each on its share of them; more wait for their turn. Many that run at once and
/// take turns by the system's slices would all be as late as the last.
/// </summary>
internal static class ScanTurns
{
    private static readonly SemaphoreSlim Free = new(Environment.ProcessorCount);
    private static int _asking;

    /// <summary>Runs a search when its turn has come.</summary>
    /// <param name="search">Takes how many threads it may use.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static T Run<T>(Func<int, T> search, CancellationToken cancellationToken)
    {
        var asking = Interlocked.Increment(ref _asking);
        try
        {
            Free.Wait(cancellationToken);
            try
            {
                return search(Math.Max(1, Environment.ProcessorCount / asking));
            }
            finally
            {
                Free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }
}
