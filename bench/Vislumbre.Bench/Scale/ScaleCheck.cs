using System.Globalization;

namespace Vislumbre.Bench.Scale;

/// <summary>The simulation against what queueing theory says, within three percent.</summary>
internal static class ScaleCheck
{
    private const double Tolerance = 0.03;

    private static readonly ScaleOptions Bare = new() { Shards = 1, Replicas = 1, Encode = 0, Network = 0, Merge = 0, Deadline = 0, Hedge = false, Queries = 1_500_000, Choice = ReplicaChoice.Random };

    /// <summary>Prints each comparison.</summary>
    /// <returns>Whether all hold.</returns>
    public static bool Print()
    {
        // Service takes 1 ms in the mean: a rate of 700 a second is a load of 0.7.
        const double Load = 0.7, Rate = 1000 * Load;
        var exponential = ServiceTimes.Exponential(1);
        var one = ScaleSimulation.Run(Bare with { Rate = Rate, Service = exponential });
        var constant = ScaleSimulation.Run(Bare with { Rate = Rate, Service = ServiceTimes.Constant(1) });
        var several = ScaleSimulation.Run(Bare with { Rate = 4 * Rate, Slots = 4, Service = exponential });
        var split = ScaleSimulation.Run(Bare with { Rate = 2 * Rate, Replicas = 2, Service = exponential });
        var largest = ScaleSimulation.Run(Bare with { Rate = 1, Shards = 16, Queries = 100_000, Service = exponential });
        var scans = ServiceTimes.LogNormal(ScaleFigures.ScanP50, ScaleFigures.ScanP99);
        var fanned = ScaleSimulation.Run(Bare with { Rate = 0.01, Shards = 125, Queries = 20_000, Service = scans });
        var shared = ScaleSimulation.Run(Bare with { Rate = Rate / scans.Mean, Slots = 1000, Cores = 1, Service = scans });
        var sharedByTwo = ScaleSimulation.Run(Bare with { Rate = 2 * Rate, Slots = 1000, Cores = 2, Service = exponential });
        var lost = ScaleSimulation.Run(Bare with { Rate = 100, Shards = 4, Replicas = 2, Queries = 100_000, Deadline = 100, Lost = 300, Detect = 60, Service = exponential });
        // Each line beside its formula. Times at a load r, with service of mean 1: M/M/1 is exponential of mean 1/(1-r); M/D/1 waits r/2(1-r)
        // (Pollaczek and Khinchine); M/M/c waits C(c, cr)/(c(1-r)) (Erlang). The largest of S has the distribution F^S. Shared processors: the
        // mean is that of M/M/1 whatever the service's distribution, and of M/M/c where it is exponential.
        (string Name, double Simulated, double Expected)[] lines =
        [
            ("M/M/1 at load 0.7, mean", one.Mean, 1 / (1 - Load)),
            ("M/M/1 at load 0.7, p50", one.P50, Math.Log(2) / (1 - Load)),
            ("M/M/1 at load 0.7, p99", one.P99, Math.Log(100) / (1 - Load)),
            ("M/M/1 at load 0.7, utilisation", one.Utilisation, Load),
            ("M/D/1 at load 0.7, mean", constant.Mean, 1 + Load / (2 * (1 - Load))),
            ("M/M/4 at load 0.7, mean", several.Mean, 1 + Erlang(4, 4 * Load) / (4 * (1 - Load))),
            ("2 replicas by chance, load 0.7, mean", split.Mean, 1 / (1 - Load)),
            ("largest of 16 exponentials, mean", largest.Mean, Enumerable.Range(1, 16).Sum(at => 1.0 / at)),
            ("largest of 16 exponentials, p99", largest.P99, exponential.Quantile(Math.Pow(0.99, 1.0 / 16))),
            ("largest of 125 lognormal scans, p50", fanned.P50, scans.Quantile(Math.Pow(0.5, 1.0 / 125))),
            ("largest of 125 lognormal scans, p99", fanned.P99, scans.Quantile(Math.Pow(0.99, 1.0 / 125))),
            ("lognormal scans, mean of the quantiles", Enumerable.Range(0, 100_000).Average(at => scans.Quantile((at + 0.5) / 100_000)), scans.Mean),
            ("a processor shared at load 0.7, lognormal scans, mean", shared.Mean, scans.Mean / (1 - Load)),
            ("2 processors shared at load 0.7, mean", sharedByTwo.Mean, 1 + Erlang(2, 2 * Load) / (2 * (1 - Load))),
            ("one of 2 replicas lost, not known, not hedged: incomplete", lost.IncompleteWhileLost, 0.5),
        ];
        var good = true;
        foreach (var (name, simulated, expected) in lines)
        {
            var off = simulated / expected - 1;
            var holds = Math.Abs(off) <= Tolerance;
            good &= holds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(holds ? "ok    " : "WRONG ")}{name,-58} simulated {simulated,9:0.0000}  expected {expected,9:0.0000}  off {100 * off,5:0.00} %"));
        }

        return good;
    }

    // The chance to wait before c servers that are offered so much work.
    private static double Erlang(int servers, double offered)
    {
        var (term, sum) = (1.0, 1.0);
        for (var at = 1; at < servers; at++) sum += term *= offered / at;
        var all = term * offered / servers / (1 - offered / servers);
        return all / (sum + all);
    }
}
