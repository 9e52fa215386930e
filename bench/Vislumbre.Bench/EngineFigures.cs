using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Npgsql;
using StackExchange.Redis;
using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Engines.Redis;
using Vislumbre.Evaluation;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Bench;

/// <summary>The same photos in each engine, through the product's own ways: how fast they come in, how fast and how well they are found.</summary>
internal static class EngineFigures
{
    private const int Queries = 100, Count = 10;
    private static readonly (PhotoFilter Condition, Func<long, bool> Meets, string Words)[] Conditions =
    [
        (new PhotoFilter.Text(PhotoField.Orientation, "landscape"), id => id % 2 == 0, "half meet the condition"),
        (new PhotoFilter.Range(PhotoField.Iso, null, 1000), id => id % 100 <= 10, "one in 9 meets it"),
        (new PhotoFilter.Range(PhotoField.Iso, 100, 100), id => id % 100 == 1, "one in 100 meets it"),
    ];

    private static readonly ModelIdentity Model = new("made", new string('e', 64), 512);

    /// <summary>Measures.</summary>
    /// <param name="kind">The rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="postgres">An empty database; a hyphen for none.</param>
    /// <param name="others">Empty servers of Redis or Garnet.</param>
    public static void Print(VectorKind kind, int rows, string postgres, IReadOnlyList<string> others)
    {
        using var folder = new TemporaryFolder();
        var data = new VectorData(kind);
        var local = PhotoLibrary.Open(folder.At("library"), create: true);
        Console.WriteLine($"{rows:N0} {kind} rows of {data.Dimension}, {Environment.ProcessorCount} cores, client and server on the same; {Queries} queries one by one, k {Count}");
        Say("local: photos saved with embeddings", rows, Timed(() => Fill(local, data, rows)));
        Say("local: index built from the catalog", rows, Timed(() => local.Nearest.Tidy(data.Dimension, always: true)));
        var exact = Exact(data, rows, _ => true);
        Measure("local", local.Nearest, local.Catalog, data, rows, exact);
        Console.WriteLine($"  {"local: saving with the index in place",-48} {1000 / Timed(() => Add(local, data, rows, 1000, beside: false)),7:N0} /s, 32 a commit");
        Forget(local, rows);
        if (postgres != "-") PrintPostgres(postgres, local, data, rows, exact);
        foreach (var address in others)
        {
            using var vectors = RedisNearest.Open(address, local.Catalog);
            var name = vectors.Engine;
            var before = Memory(address);
            Say($"{name}: vector sets filled from the catalog", rows, Timed(() => vectors.Count(data.Dimension)));
            Console.WriteLine($"  {"its memory",-48} {(Memory(address) - before) / rows,7:N0} bytes a row");
            Measure(name, vectors, local.Catalog, data, rows, exact);
        }
    }

    private static void PrintPostgres(string postgres, PhotoLibrary local, VectorData data, int rows, long[][] exact)
    {
        var shared = PostgresLibrary.Open(postgres, create: true);
        Say("postgres: library copy (COPY, words, checksums)", rows, Timed(() => LibraryCopy.Run(local, shared)));
        Measure("postgres, exact", shared.Nearest, shared.Catalog, data, rows, exact);
        var nearest = (PostgresNearest)shared.Nearest;
        nearest.ExactBelow = rows / 20;
        foreach (var codes in Enum.GetValues<PostgresCodes>())
        {
            Say($"postgres: graph of {codes} (16, 200) built", rows, Timed(() => nearest.Build(codes, data.Dimension)));
            Console.WriteLine($"  {"its size",-48} {Size(postgres, codes) / rows,7:N0} bytes a row");
            Measure($"postgres, graph of {codes}", nearest, shared.Catalog, data, rows, exact);
            foreach (var writers in (int[])[1, 2])
            {
                var seconds = Timed(() => Parallel.For(0, writers, writer => Add(shared, data, rows + writer * 1000, 1000, beside: true)));
                Console.WriteLine($"  {$"postgres, graph of {codes} in place: {writers} saving",-48} {1000 * writers / seconds,7:N0} /s, 32 a commit");
                Forget(shared, rows);
            }
        }

        Say("postgres: following it with an index here", rows, Timed(() => shared.Vectors.Count(data.Dimension)));
        Measure("postgres, index here", shared.Vectors, shared.Catalog, data, rows, exact);
    }

    private static void Forget(PhotoLibrary library, int after)
    {
        using var writer = library.Catalog.Begin();
        for (var id = after + 1L; id <= library.Catalog.LastId; id++) writer.Forget(id);
        writer.Commit();
    }

    // What the servers say of their memory; Garnet has its own way of counting, which says little.
    private static double Memory(string address)
    {
        var options = RedisAddress.Parse(address).Connection;
        options.AllowAdmin = true;
        using var redis = ConnectionMultiplexer.Connect(options);
        return redis.GetServers().Sum(server => server.Info("memory").SelectMany(group => group).Where(line => line.Key == "used_memory").Sum(line => double.Parse(line.Value, CultureInfo.InvariantCulture)));
    }

    private static double Size(string postgres, PostgresCodes codes)
    {
        using var connection = new NpgsqlConnection(PostgresAddress.Parse(postgres).ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"SELECT pg_relation_size('{PostgresGraph.Name(codes)}')", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static void Measure(string name, INearestPhotos nearest, PhotoCatalog catalog, VectorData data, int rows, long[][] exact)
    {
        Measure($"{name}", nearest, data, () => null, exact);
        foreach (var (condition, meets, words) in Conditions)
        {
            var right = Exact(data, rows, meets);
            var among = new IdSet([.. Enumerable.Range(1, rows).Select(id => (long)id).Where(meets)]);
            Measure($"{name}, {words}", nearest, data, () => new PhotoScope(among), right);
            // As a person asks: who meets it is not known before.
            Measure($"{name}, {words}, found out", nearest, data, () => new PhotoScope(catalog, condition), right);
        }
    }

    private static void Measure(string name, INearestPhotos nearest, VectorData data, Func<PhotoScope?> among, long[][] exact)
    {
        var times = new List<double>();
        var (found, given) = (0, 0);
        var query = new float[data.Dimension];
        data.Query(0, query);
        nearest.Search(query, Count, among()); // what is made first is made
        for (var at = 0; at < Queries; at++)
        {
            data.Query(at, query);
            var start = Stopwatch.GetTimestamp();
            var hits = nearest.Search(query, Count, among()).Found;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            given += hits.Length;
            found += hits.Count(hit => exact[at].Contains(hit.Id));
        }

        var spread = Percentiles.Of(times);
        Console.WriteLine($"  {name,-48} p50 {spread.P50,7:0.00} ms, p99 {spread.P99,7:0.00} ms, recall@{Count} {found / (double)(Queries * Count):0.0000}{(given < Queries * Count ? $", {Queries * Count - given} short" : "")}");
    }

    private static long[][] Exact(VectorData data, int rows, Func<long, bool> isWanted)
    {
        var queries = new float[Queries][];
        for (var at = 0; at < Queries; at++) data.Query(at, queries[at] = new float[data.Dimension]);
        var best = new PriorityQueue<long, float>[Queries];
        for (var at = 0; at < Queries; at++) best[at] = new PriorityQueue<long, float>();
        const int Part = 4096;
        var part = new float[Part][];
        for (var first = 0; first < rows; first += Part)
        {
            var count = Math.Min(Part, rows - first);
            Parallel.For(0, count, i =>
            {
                part[i] ??= new float[data.Dimension];
                data.Row(first + i, part[i]);
            });
            Parallel.For(0, Queries, at =>
            {
                for (var i = 0; i < count; i++)
                {
                    if (!isWanted(first + i + 1)) continue;
                    best[at].Enqueue(first + i + 1, TensorPrimitives.Dot<float>(queries[at], part[i]));
                    if (best[at].Count > Count) best[at].Dequeue();
                }
            });
        }

        return [.. best.Select(queue => queue.UnorderedItems.Select(item => item.Element).ToArray())];
    }

    /// <summary>Saves so many rows as photos.</summary>
    public static void Fill(PhotoLibrary library, VectorData data, int rows)
    {
        library.Catalog.UseModel(Model, "/model");
        for (var first = 0; first < rows; first += 1000)
        {
            using var writer = library.Catalog.Begin();
            Save(writer, data, first, Math.Min(1000, rows - first));
            writer.Commit();
        }
    }

    private static void Add(PhotoLibrary library, VectorData data, int first, int count, bool beside)
    {
        for (var at = 0; at < count; at += 32)
        {
            using var writer = library.Catalog.Begin(beside);
            Save(writer, data, first + at, Math.Min(32, count - at));
            writer.Commit();
        }
    }

    private static void Save(CatalogWriter writer, VectorData data, int first, int count)
    {
        var row = new float[data.Dimension];
        for (var at = first; at < first + count; at++)
        {
            data.Row(at, row);
            writer.SaveIndexed(new PhotoRecord { Path = $"/photos/{at / 1000:0000}/IMG_{at:0000000}.jpg", Bytes = 1, Sha256 = $"{at:x64}", Format = "Jpeg", Width = (at + 1) % 2 == 0 ? 6000 : 4000, Height = (at + 1) % 2 == 0 ? 4000 : 6000, HandledTicks = DateTime.UtcNow.Ticks }, row, new PhotoLook(new PhotoMetadata { Iso = (at + 1) % 100 * 100 }, [], (ulong)at));
        }
    }

    private static double Timed(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Say(string what, int rows, double seconds) => Console.WriteLine($"  {what,-48} {seconds,7:0.0} s, {rows / seconds:N0} /s");
}
