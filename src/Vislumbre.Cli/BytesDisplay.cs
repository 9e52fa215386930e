using System.Diagnostics;

namespace Vislumbre.Cli;

/// <summary>Shows how a file comes whose length is not known before.</summary>
internal static class BytesDisplay
{
    public static Task RunAsync(string name, Func<IProgress<long>, Task> work, bool quiet)
    {
        var clock = Stopwatch.StartNew();
        var (before, first) = (0L, true);
        return new ProgressDisplay<long>(name, Console.Out, staged: true, bytes =>
        {
            // What an earlier run left does not count for the rate.
            if (first) (before, first) = (bytes, false);
            return (0, 0, $"{name}: {bytes / 1e6:N0} MB, {(bytes - before) / 1e6 / Math.Max(clock.Elapsed.TotalSeconds, 0.001):N1} MB/s");
        }).RunAsync(
            async progress =>
            {
                await work(progress);
                return true;
            },
            quiet);
    }
}
