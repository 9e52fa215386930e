using System.Globalization;
using static Vislumbre.Bench.Scale.ScaleFigures;

namespace Vislumbre.Bench.Scale;

/// <summary>What libraries of 1 million, 100 million and 5 billion photos take, in Markdown, from <see cref="ScaleFigures"/> and the simulation.</summary>
internal static class ScaleTable
{
    private static readonly (string Name, double Photos)[] Sizes = [("1 million", 1e6), ("100 million", 100e6), ("5 billion", 5e9)];

    /// <summary>Prints all of it.</summary>
    public static void Print()
    {
        PrintEncoding();
        PrintBytes();
        PrintServing();
    }

    private static void PrintEncoding()
    {
        Write($"| photos | vCPU-days fp32 | vCPU-days int8 | int8: machines for 7 days | int8: $ | GPU-days | GPU: $ | vCPUs that decode for a GPU |");
        Write($"|---|---|---|---|---|---|---|---|");
        foreach (var (name, photos) in Sizes)
        {
            var (fp32, int8, gpu) = (Days(photos / Fp32PerCore), Days(photos / Int8PerCore), Days(photos / GpuRate));
            Write($"| {name} | {Figure(fp32)} | {Figure(int8)} | {Math.Ceiling(int8 / Cores / 7):N0} | {Figure(int8 / Cores * 24 * MachinePrice)} | {Figure(gpu)} | {Figure(gpu * 24 * GpuPrice)} | {Math.Ceiling(GpuRate / DecodePerCore):0} |");
        }

        Write($"");
    }

    private static void PrintBytes()
    {
        Write($"| bytes | a photo | 1 million | 100 million | 5 billion |");
        Write($"|---|---|---|---|---|");
        (string Name, double Each)[] lines =
        [
            ("catalog, embeddings of 512 within", CatalogBytes),
            ("local: codes, factors, ids (read by each search)", IndexBytes),
            ("local: numbers to rescore", RescoreBytes),
            ("postgres: graph of halves", PostgresGraphBytes),
            ("postgres: tables, assumed", PostgresTableBytes),
            ("redis: vector set in int8", RedisBytes),
            ("thumbnails of 640 and 320 pixels", ThumbnailBytes),
        ];
        foreach (var (name, each) in lines) Write($"| {name} | {each:N0} | {Bytes(each * 1e6)} | {Bytes(each * 100e6)} | {Bytes(each * 5e9)} |");
        Write($"");
    }

    private static void PrintServing()
    {
        (string Name, double Memory, Func<double, ServiceTimes> Service, int Slots, Func<double, double> BuildSeconds)[] engines =
        [
            ("local", IndexBytes + RescoreBytes, rows => Scan(rows), 1, rows => rows / IndexRate),
            ("local, numbers on disk", IndexBytes, rows => Scan(rows, RescoredRead(rows)), 1, rows => rows / IndexRate),
            ("postgres", PostgresGraphBytes, _ => ServiceTimes.LogNormal(GraphP50, GraphP99), Cores, rows => rows / CopyRate + rows / GraphRate / Cores * GraphCores),
            // A primary a core; a search asks all of them.
            ("redis", RedisBytes, _ => ServiceTimes.LogNormal(RedisP50 / Cores, RedisP99 / Cores), 1, rows => rows / RedisRate / Cores),
        ];
        Write($"| photos | engine | rows a machine, at most | shards | memory a machine | index built in | replicas | largest rate with one lost | p50 / p99 at {Demand:0}/s | lost, 5 s unknown: incomplete | machines, front included | $ a month |");
        Write($"|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, photos) in Sizes)
        {
            foreach (var (engine, memory, service, slots, build) in engines)
            {
                var most = Memory * MemoryShare / memory;
                var shards = (int)Math.Ceiling(photos / most);
                var rows = photos / shards;
                var options = new ScaleOptions { Shards = shards, Slots = slots, Service = service(rows), Rate = Demand, Queries = ScaleCommand.Enough(shards), Hedge = false };
                Write($"| {name} | {engine} | {most / 1e6:0} million | {shards} | {Bytes(rows * memory)} | {Span(build(rows))} | {Serving(options)} |");
            }
        }
    }

    // The fewest replicas that do what is asked without one of them, and what they do.
    private static string Serving(ScaleOptions options)
    {
        const int Most = 8;
        var fit = Enumerable.Range(2, Most - 1).Select(replicas => options with { Replicas = replicas }).FirstOrDefault(some => ScaleSimulation.Keeps(some with { Without = true }, Bound));
        if (fit is null) return string.Create(CultureInfo.InvariantCulture, $"more than {Most} | none | a shard alone: {options.Service.Quantile(0.5):0} ms at p50 | | |");
        var largest = ScaleSimulation.LargestRate(fit with { Without = true }, Bound);
        var calm = ScaleSimulation.Run(fit);
        var loss = ScaleSimulation.Run(fit with { Lost = fit.Queries / Demand / 2, Detect = 5 });
        var front = Math.Max(2, Math.Ceiling(Demand / (PagesPerCore * Cores)) + 1);
        var machines = fit.Shards * fit.Replicas + front;
        return string.Create(CultureInfo.InvariantCulture, $"{fit.Replicas} | {Figure(largest)}/s | {calm.P50:0} / {calm.P99:0} ms | {100 * loss.IncompleteWhileLost:0.0} % | {machines:N0} | {Figure(machines * MachinePrice * HoursAMonth)}");
    }

    // A scan takes its time by the row; what is rescored from disk comes on top.
    private static ServiceTimes Scan(double rows, double more = 0)
    {
        var share = rows / ScanRows / ScanGrowth;
        return ServiceTimes.LogNormal(ScanP50 * share + more, ScanP99 * share + more);
    }

    // Rows that are rescored grow as the root of the rows (358 of 25,000, 6,914 of 10,000,000); each is a read.
    private static double RescoredRead(double rows) => Rescored * Math.Sqrt(rows / ScanRows) / DiskReads * 1000;

    private static double Days(double seconds) => seconds / 86_400;

    private static string Span(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(seconds < 120 ? $"{seconds:0} s" : seconds < 7200 ? $"{seconds / 60:0} min" : seconds < 172_800 ? $"{seconds / 3600:0.#} h" : $"{Days(seconds):0.#} days")}");

    private static string Bytes(double bytes) => bytes switch
    {
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        < 1e12 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:0.#} TB"),
    };

    private static string Figure(double number) => number.ToString(number < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
