using System.Globalization;

namespace Vislumbre.Bench.Scale;

/// <summary>The bench's <c>scale</c>: what a sharded service would do, and what a library of any size takes.</summary>
internal static class ScaleCommand
{
    private const string Options = "--shards, --replicas, --slots, --cores, --rate, --queries, --choice random|least, --service FILE, --p50, --p99, --encode, --network, --merge, --deadline, --no-hedge, --lost SECONDS, --detect SECONDS, --bound, --seed";

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                PrintScenarios();
                return 0;
            case ["--check"]:
                return ScaleCheck.Print() ? 0 : 1;
            case ["--table"]:
                ScaleTable.Print();
                return 0;
            case ["--real", var redis]:
                ScaleReality.Print(redis);
                return 0;
            case ["--thumbnails", var folder]:
                ThumbnailFigures.Print(folder);
                return 0;
            default:
                try
                {
                    PrintOne(arguments);
                    return 0;
                }
                catch (Exception e) when (e is FormatException or IOException)
                {
                    Console.Error.WriteLine(e.Message);
                    return 2;
                }
        }
    }

    private static void PrintOne(string[] arguments)
    {
        var (options, bound, p50, p99) = (new ScaleOptions(), ScaleFigures.Bound, ScaleFigures.ScanP50, ScaleFigures.ScanP99);
        ServiceTimes? measured = null;
        for (var at = 0; at < arguments.Length; at++)
        {
            var name = arguments[at];
            if (name == "--no-hedge")
            {
                options = options with { Hedge = false };
                continue;
            }

            var value = ++at < arguments.Length ? arguments[at] : throw new FormatException($"{name} needs a value. Known are {Options}.");
            switch (name)
            {
                case "--shards": options = options with { Shards = Whole(name, value) }; break;
                case "--replicas": options = options with { Replicas = Whole(name, value) }; break;
                case "--slots": options = options with { Slots = Whole(name, value) }; break;
                case "--cores": options = options with { Cores = Whole(name, value) }; break;
                case "--queries": options = options with { Queries = Whole(name, value) }; break;
                case "--seed": options = options with { Seed = Whole(name, value) }; break;
                case "--rate": options = options with { Rate = Positive(name, value) }; break;
                case "--choice": options = options with { Choice = Enum.TryParse<ReplicaChoice>(value, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : throw new FormatException($"{name} {value}: random or least is meant.") }; break;
                case "--service": measured = ServiceTimes.Measured(value); break;
                case "--p50": p50 = Positive(name, value); break;
                case "--p99": p99 = Positive(name, value); break;
                case "--encode": options = options with { Encode = Number(name, value) }; break;
                case "--network": options = options with { Network = Number(name, value) }; break;
                case "--merge": options = options with { Merge = Number(name, value) }; break;
                case "--deadline": options = options with { Deadline = Number(name, value) }; break;
                case "--lost": options = options with { Lost = Number(name, value) }; break;
                case "--detect": options = options with { Detect = Number(name, value) }; break;
                case "--bound": bound = Positive(name, value); break;
                default: throw new FormatException($"{name} is not known. Known are {Options}.");
            }
        }

        if (p99 < p50) throw new FormatException($"--p99 {p99}: at least --p50, {p50}, is meant.");
        options = options with { Service = measured ?? ServiceTimes.LogNormal(p50, p99) };
        var result = ScaleSimulation.Run(options);
        Write($"{options.Shards} shards × {options.Replicas} replicas, {options.Slots} at once; service: {options.Service.Name}; {options.Queries:N0} queries, {options.Rate:0.#} a second of at most {options.Capacity:0.#}; choice {options.Choice}, {(options.Hedge ? "hedged after the 95th percentile" : "not hedged")}");
        Write($"  p50 {result.P50:0.0} ms, p99 {result.P99:0.0} ms, p99.9 {result.P999:0.0} ms, mean {result.Mean:0.0} ms");
        Write($"  machines work {100 * result.Utilisation:0.0} % of the time; {100 * result.Hedged:0.0} % of requests sent twice; {100 * result.Incomplete:0.000} % of answers incomplete");
        if (options.Lost is { } lost) Write($"  a machine lost at {lost:0.#} s, known {options.Detect:0.#} s later: {100 * result.IncompleteWhileLost:0.0} % of the answers of that time incomplete");
        Write($"  p99 keeps under {bound:0.#} ms up to {ScaleSimulation.LargestRate(options with { Queries = Math.Min(options.Queries, Enough(options.Shards)) }, bound):0.#} queries a second");
    }

    /// <summary>Queries that are enough to look for the largest rate.</summary>
    public static int Enough(int shards) => Math.Clamp(400_000 / shards, 4_000, 20_000);

    private static void PrintScenarios()
    {
        // A machine holds as many rows as are scanned in the measured time, which is its service.
        var few = new ScaleOptions { Shards = 3, Rate = 35 };
        var many = few with { Shards = 116, Queries = 6_000 };
        (string Name, ScaleOptions Options)[] lines =
        [
            ("one machine", few with { Shards = 1, Replicas = 1 }),
            ("3 × 2, by chance", few with { Choice = ReplicaChoice.Random, Hedge = false }),
            ("3 × 2, least owed", few with { Hedge = false }),
            ("3 × 2, least owed, hedged", few),
            ("3 × 2, least owed, without one", few with { Hedge = false, Without = true }),
            ("3 × 3, least owed", few with { Replicas = 3, Hedge = false }),
            ("3 × 3, least owed, without one", few with { Replicas = 3, Hedge = false, Without = true }),
            ("116 × 2, least owed", many with { Hedge = false }),
            ("116 × 2, least owed, hedged", many),
            ("3 × 1, one lost", few with { Replicas = 1, Lost = 60 }),
            ("3 × 2, by chance, one lost", few with { Choice = ReplicaChoice.Random, Hedge = false, Lost = 60 }),
            ("3 × 2, by chance, hedged, one lost", few with { Choice = ReplicaChoice.Random, Lost = 60 }),
            ("3 × 2, least owed, one lost", few with { Hedge = false, Lost = 60 }),
            ("3 × 2, least owed, hedged, one lost", few with { Lost = 60 }),
        ];
        Write($"A machine's part of a query: {few.Service.Name}. {few.Rate:0} queries a second; deadline 1 s; a loss is known after 5 s.");
        Write($"| shards × replicas | p50 ms | p99 ms | p99.9 ms | busy | sent twice | incomplete | while lost | largest rate, p99 under {ScaleFigures.Bound:0} ms |");
        Write($"|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, options) in lines)
        {
            var result = ScaleSimulation.Run(options);
            var rate = options.Lost is null ? string.Create(CultureInfo.InvariantCulture, $"{ScaleSimulation.LargestRate(options with { Queries = Enough(options.Shards) }, ScaleFigures.Bound):0}/s") : "";
            var whileLost = options.Lost is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * result.IncompleteWhileLost:0.0} %");
            Write($"| {name} | {result.P50:0.0} | {result.P99:0.0} | {result.P999:0.0} | {100 * result.Utilisation:0} % | {100 * result.Hedged:0.0} % | {100 * result.Incomplete:0.00} % | {whileLost} | {rate} |");
        }
    }

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number >= 0 ? number : throw new FormatException($"{name} {value}: a number from 0 is meant.");

    private static double Positive(string name, string value) => Number(name, value) is > 0 and var number ? number : throw new FormatException($"{name} {value}: more than 0 is meant.");

    private static int Whole(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000_000 ? number : throw new FormatException($"{name} {value}: a whole number from 1 is meant.");

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
