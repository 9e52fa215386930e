using Vislumbre.Vectors;

namespace Vislumbre.Tests.Vectors;

public sealed class Shared_work
{
    [Fact]
    public void Every_part_is_done_once_and_all_are_done_when_it_returns()
    {
        for (var run = 0; run < 200; run++)
        {
            var (next, done) = (-1, new int[500]);
            SharedWork.Run(4, () =>
            {
                for (var at = Interlocked.Increment(ref next); at < done.Length; at = Interlocked.Increment(ref next)) done[at]++;
            });
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void What_a_thread_throws_is_thrown_to_the_caller()
    {
        var next = 0;
        Assert.Throws<InvalidOperationException>(() => SharedWork.Run(3, () =>
        {
            if (Interlocked.Increment(ref next) == 1) throw new InvalidOperationException();
            Thread.Sleep(20);
        }));
    }

    [Fact]
    public void It_does_not_wait_for_threads_that_do_not_come()
    {
        // Every thread of the pool, and those that it would add for a while, is held.
        var release = new ManualResetEventSlim(); // not disposed: the last of them look at it after this test
        ThreadPool.GetMinThreads(out var threads, out _);
        for (var i = 0; i < threads + 40; i++) ThreadPool.QueueUserWorkItem(_ => release.Wait());
        try
        {
            var worked = 0;
            var thread = new Thread(() =>
            {
                for (var run = 0; run < 100; run++) SharedWork.Run(8, () => Interlocked.Increment(ref worked));
            });
            thread.Start();
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "it waits");
            Assert.True(worked >= 100);
            Assert.False(release.IsSet);
        }
        finally
        {
            release.Set();
        }
    }
}
