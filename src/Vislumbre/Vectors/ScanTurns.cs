namespace Vislumbre.Vectors;

/// <summary>
/// Lets as many searches run at once as there are cores, each on its share of them; more wait for their turn, first come, first served. Many
/// that run at once by the system's slices would all be as late as the last, and some much later.
/// </summary>
internal static class ScanTurns
{
    private static readonly Lock Gate = new();
    private static readonly LinkedList<ManualResetEventSlim> Waiting = [];
    private static int Running;

    /// <summary>Runs a search when its turn has come.</summary>
    /// <param name="search">Takes how many threads it may use.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static T Run<T>(Func<int, T> search, CancellationToken cancellationToken)
    {
        var threads = Enter(cancellationToken);
        try
        {
            return search(threads);
        }
        finally
        {
            Leave();
        }
    }

    private static int Enter(CancellationToken cancellationToken)
    {
        LinkedListNode<ManualResetEventSlim> place;
        lock (Gate)
        {
            if (Running < Environment.ProcessorCount) return Environment.ProcessorCount / ++Running;
            place = Waiting.AddLast(new ManualResetEventSlim());
        }

        var turn = place.Value;
        try
        {
            turn.Wait(cancellationToken);
            return 1;
        }
        catch (OperationCanceledException)
        {
            lock (Gate)
            {
                if (place.List is not null) Waiting.Remove(place);
                else Leave(); // its turn came at the same moment: the next one has it
            }

            throw;
        }
    }

    private static void Leave()
    {
        lock (Gate)
        {
            if (Waiting.First is { } next)
            {
                // The one that leaves gives its place.
                Waiting.RemoveFirst();
                next.Value.Set();
            }
            else
            {
                Running--;
            }
        }
    }
}
