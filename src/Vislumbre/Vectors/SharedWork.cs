using System.Runtime.ExceptionServices;

namespace Vislumbre.Vectors;

/// <summary>
/// Work that threads of the pool help with if they come in time. <see cref="Parallel"/> waits for every thread that it has asked for, and in a
/// busy server that may be long after the work is done; here only those are waited for that have begun.
/// </summary>
internal sealed class SharedWork
{
    private readonly object _gate = new();
    private int _inside;
    private bool _isOver;
    private Exception? _failure;

    private SharedWork()
    {
    }

    /// <summary>Does work on this thread, and at the same time on others.</summary>
    /// <param name="threads">How many, this one included.</param>
    /// <param name="work">Takes its next part from what all share, until there is none; runs on every thread.</param>
    public static void Run(int threads, Action work)
    {
        if (threads <= 1)
        {
            work();
            return;
        }

        var shared = new SharedWork();
        for (var i = 1; i < threads; i++) ThreadPool.UnsafeQueueUserWorkItem(static pair => pair.shared.Help(pair.work), (shared, work), preferLocal: false);
        try
        {
            work();
        }
        finally
        {
            shared.Close();
        }

        if (shared._failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    private void Help(Action work)
    {
        lock (_gate)
        {
            if (_isOver) return;
            _inside++;
        }

        try
        {
            work();
        }
        catch (Exception e)
        {
            // It is thrown where the work was asked for.
            _failure = e;
        }

        lock (_gate)
        {
            _inside--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            _isOver = true;
            while (_inside > 0) Monitor.Wait(_gate);
        }
    }
}
