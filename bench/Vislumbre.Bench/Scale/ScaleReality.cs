using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
using Vislumbre.Engines.Redis;
using Vislumbre.Indexing;
using Vislumbre.Testing;

namespace Vislumbre.Bench.Scale;

/// <summary>Three real shards under a real load, beside the simulation that is given what one query costs alone.</summary>
internal static class ScaleReality
{
    private const int Shards = 3, Rows = 25_000, Count = 10, Rounds = 5, Alone = 60, SecondsALoad = 8;

    // What the product asks a shard for where ten photos are wanted of three shards.
    private const int Each = 31, Exploration = 200;

    /// <summary>Measures and prints.</summary>
    /// <param name="address">Of an empty cluster with three primaries, which run on one core and this process on another (taskset).</param>
    public static void Print(string address)
    {
        using var folder = new TemporaryFolder();
        var library = PhotoLibrary.Open(folder.At("library"), create: true);
        var data = new VectorData(VectorKind.Clustered);
        EngineFigures.Fill(library, data, Rows);
        using var redis = ConnectionMultiplexer.Connect(RedisAddress.Parse(address).Connection);
        var database = redis.GetDatabase();
        // Keys that three servers hold, one each.
        var name = Enumerable.Range(0, 10_000).Select(at => $"reality{at}").First(one => Enumerable.Range(0, Shards).Select(shard => database.IdentifyEndpoint(new RedisKeys(one).Vectors("", shard))).Distinct().Count() == Shards);
        using var nearest = RedisNearest.Open($"{address}/?shards={Shards}&name={name}&deadline=60000&ef={Exploration}", library.Catalog);
        nearest.Count(data.Dimension);
        var queries = Enumerable.Range(0, 1000).Select(at => Query(data, at)).ToArray();
        foreach (var query in queries.Take(200)) nearest.Search(query, Count);
        ThreadPool.SetMinThreads(256, 256);

        var keys = new RedisKeys(name);
        var epoch = RedisLayout.Parse(database.StringGet(keys.State), address)!.Epoch;
        var first = Saturated(nearest, queries);
        double[] loads = [0.05, 0.2, 0.4, 0.6, 0.75];
        var real = loads.ToDictionary(load => load, _ => new List<double>());
        var (most, part, there) = (new List<double>(), new List<double>(), new List<double>());
        // A shared machine is faster now and slower then: each thing is measured a little in every round.
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var load in loads) real[load].AddRange(Load(nearest, queries, load * first, round));
            most.Add(Saturated(nearest, queries));
            for (var at = 0; at < Alone; at++)
            {
                part.Add(Timed(() => RedisVectors.Search(database, keys.Vectors(epoch, at % Shards), new RedisQuestion(queries[at], Each, Exploration), isGarnet: false, CommandFlags.None).GetAwaiter().GetResult()));
                there.Add(Timed(() => database.Ping()));
            }
        }

        // What a query costs of the shards' processor shows where that is busy throughout; how it varies, where one is asked after another.
        var network = Median(there);
        var cost = 1000 / most.Average();
        var share = cost / Shards / (part.Average() - network);
        var file = folder.At("service.txt");
        File.WriteAllLines(file, part.Select(time => (share * Math.Max(0, time - network)).ToString(CultureInfo.InvariantCulture)));
        var options = new ScaleOptions { Shards = Shards, Replicas = 1, Slots = 1, Cores = 1, Service = ServiceTimes.Measured(file), Encode = 0, Network = network, Merge = 0, Deadline = 0, Hedge = false };
        // The client's own work and waking up: what is beyond the simulation where hardly any query meets another. All else is foretold.
        var own = Math.Max(0, real[loads[0]].Average() - ScaleSimulation.Run(options with { Rate = loads[0] * first, Queries = 40_000 }).Mean);
        options = options with { Merge = own / Shards };
        Say($"{Rows:N0} clustered rows of {data.Dimension} on {Shards} primaries of one cluster, which share one core; the client has another; {Rounds} rounds");
        Say($"one after another: a shard's part p50 {Median(part):0.00} ms, there and back {network:0.000} ms");
        Say($"eight at a time, without a pause: {most.Average():0} queries/s ({most.Min():0} to {most.Max():0}), so that one costs {cost:0.00} ms of the shards' core; the client's own work and waking up {own:0.00} ms");
        Say($"| load | queries/s | real p50, p99, mean ms | simulated p50, p99, mean ms | mean off |");
        Say($"|---|---|---|---|---|");
        foreach (var (load, times) in real)
        {
            times.Sort();
            var simulated = ScaleSimulation.Run(options with { Rate = load * first, Queries = 40_000 });
            Say($"| {load * first / most.Average():0.00} | {load * first:0} | {Median(times):0.0}, {times[(int)(0.99 * times.Count)]:0.0}, {times.Average():0.0} | {simulated.P50:0.0}, {simulated.P99:0.0}, {simulated.Mean:0.0} | {Math.Round(100 * (simulated.Mean / times.Average() - 1)):+0;-0;0} % |");
        }
    }

    // Queries come by Poisson whether those before are answered or not.
    private static double[] Load(RedisNearest nearest, float[][] queries, double rate, int seed)
    {
        var count = (int)(rate * SecondsALoad);
        var random = new Random(seed);
        var times = new double[count];
        using var open = new CountdownEvent(count);
        var (clock, due) = (Stopwatch.StartNew(), 0.0);
        for (var at = 0; at < count; at++)
        {
            due += -1000 / rate * Math.Log(1 - random.NextDouble());
            if (due - clock.Elapsed.TotalMilliseconds is > 0 and var wait) Thread.Sleep(TimeSpan.FromMilliseconds(wait));
            var (number, begun) = (at, Stopwatch.GetTimestamp());
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    nearest.Search(queries[number % queries.Length], Count);
                    times[number] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                    open.Signal();
                },
                null);
        }

        open.Wait();
        return times;
    }

    private static double Saturated(RedisNearest nearest, float[][] queries)
    {
        var (done, clock) = (0, Stopwatch.StartNew());
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var at = worker; clock.Elapsed.TotalSeconds < 5; at += 8)
            {
                nearest.Search(queries[at % queries.Length], Count);
                Interlocked.Increment(ref done);
            }
        });
        return done / clock.Elapsed.TotalSeconds;
    }

    private static double Timed<T>(Func<T> work)
    {
        var begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static float[] Query(VectorData data, int number)
    {
        var query = new float[data.Dimension];
        data.Query(number, query);
        return query;
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
