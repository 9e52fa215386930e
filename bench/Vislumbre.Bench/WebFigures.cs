using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Numerics.Tensors;
using Microsoft.AspNetCore.Builder;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Evaluation;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Testing;
using Vislumbre.Web;

namespace Vislumbre.Bench;

/// <summary>The server's own time for a text search beside the text tower's, many people at once, and what the page weighs.</summary>
internal static class WebFigures
{
    // Cosines of photos to the sentence that they lie around: 0.55 to 0.65.
    private const float Spread = 3.3f;

    private const int Queries = 200, Warming = 1500, People = 50;
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(15);
    private static readonly string[] Subjects = ["a dog", "two dogs", "a red car", "an old man", "a sailing boat", "children", "a mountain", "a street", "a bird", "a bridge"];
    private static readonly string[] Scenes = ["in the snow", "at night", "by the sea", "under trees", "in the rain", "at a market", "on a road", "near a house", "at sunset", "in the fog"];

    public static async Task PrintAsync(int photos, Precision precision)
    {
        using var folder = new TemporaryFolder();
        using var encoder = new DualEncoder(ModelReader.Open(FormulaCheckpoint.Full()), new EncoderOptions { Precision = precision });
        var library = Fill(folder, encoder, photos);
        var strengths = new PhotoSearcher(library, encoder);
        await strengths.PrepareStrengthsAsync();
        await using var server = WebServer.Build(library, encoder, new WebOptions { Port = 0 });
        await server.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = People }) { BaseAddress = new Uri(server.Urls.First()) };
        var queries = Enumerable.Range(0, Queries).Select(i => $"{Subjects[i % 10]} {Scenes[i / 10 % 10]}{(i < 100 ? "" : " in Lisbon")}").ToArray();
        // The server's own measure of a request, from its first byte to its last.
        var served = new ConcurrentDictionary<string, ConcurrentBag<double>>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == "http.server.request.duration") listener.EnableMeasurementEvents(instrument); } };
        meters.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name == "http.route") served.GetOrAdd($"{value}", _ => []).Add(seconds * 1000);
            }
        });
        meters.Start();
        // Until the runtime has compiled what is used often as well as it can.
        for (var i = 0; i < Warming; i++)
        {
            await client.GetStringAsync($"/?q={Uri.EscapeDataString(queries[i % Queries])}+{i}");
            await client.GetStringAsync($"/api/v1/search?k=30&q={Uri.EscapeDataString(queries[i % Queries])}+{i}+more");
        }

        served.Clear();
        var (tower, api, page, nine) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var stages = new ConcurrentDictionary<string, ConcurrentBag<double>>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SearchTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stage => stages.GetOrAdd(stage.OperationName, _ => []).Add(stage.Duration.TotalMilliseconds),
        };
        ActivitySource.AddActivityListener(listener);
        // By turns, so that whatever else the machine does meets all of them.
        foreach (var query in queries)
        {
            // Words that are asked again do not go to the tower again: each is new, and as long.
            tower.Add(Milliseconds(() => encoder.Text.Encode(query)));
            api.Add(await MillisecondsAsync(() => client.GetByteArrayAsync($"/api/v1/search?k=30&q={Uri.EscapeDataString(query)}+one")));
            nine.Add(await MillisecondsAsync(() => client.GetByteArrayAsync($"/?k=9&q={Uri.EscapeDataString(query)}+two")));
            page.Add(await MillisecondsAsync(() => client.GetByteArrayAsync($"/?q={Uri.EscapeDataString(query)}+three")));
        }

        var (t, a, p) = (Percentiles.Of(tower), Percentiles.Of(api), Percentiles.Of(page));
        Console.WriteLine($"{photos:N0} photos, {encoder.Model.Identity.Dimension} numbers an embedding, {precision}, {Environment.ProcessorCount} cores; {Queries} queries one by one, each to the end over loopback, after {2 * Warming:N0} others:");
        Console.WriteLine($"  text tower alone      p50 {t.P50:0.0} ms, p99 {t.P99:0.0} ms");
        Console.WriteLine($"  /api/v1/search, 30    p50 {a.P50:0.0} ms, p99 {a.P99:0.0} ms: tower + {Percentiles.Of(api.Zip(tower, (whole, part) => whole - part)).P50:0.0} ms");
        Console.WriteLine($"  the page, 30 photos   p50 {p.P50:0.0} ms, p99 {p.P99:0.0} ms: tower + {Percentiles.Of(page.Zip(tower, (whole, part) => whole - part)).P50:0.0} ms");
        Console.WriteLine($"  the page, 9 photos    p50 {Percentiles.Of(nine).P50:0.0} ms, p99 {Percentiles.Of(nine).P99:0.0} ms: tower + {Percentiles.Of(nine.Zip(tower, (whole, part) => whole - part)).P50:0.0} ms");
        Console.WriteLine($"  by the server's own clock, p50: {string.Join(", ", served.Select(route => $"{route.Key} {Percentiles.Of(route.Value).P50:0.0} ms"))}");
        Console.WriteLine($"  stages of a search, p50: {string.Join(", ", stages.Select(stage => (stage.Key, Percentiles.Of(stage.Value).P50)).OrderByDescending(stage => stage.P50).Select(stage => $"{stage.Key} {stage.P50:0.00} ms"))}");
        await PrintTogetherAsync(client, queries);
        await PrintWeightAsync(client);
    }

    private static async Task PrintTogetherAsync(HttpClient client, string[] queries)
    {
        var (times, errors, clock) = (new ConcurrentBag<double>(), 0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, People).Select(async person =>
        {
            for (var i = person; clock.Elapsed < Together; i += 7)
            {
                try
                {
                    times.Add(await MillisecondsAsync(() => client.GetByteArrayAsync($"/?q={Uri.EscapeDataString(queries[i % queries.Length])}+{person}+{i}")));
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref errors);
                }
            }
        }));
        var spread = Percentiles.Of(times);
        Console.WriteLine($"{People} people at once, each asking for the page again as soon as it is there: {times.Count / clock.Elapsed.TotalSeconds:0} pages a second, p50 {spread.P50:0} ms, p99 {spread.P99:0} ms, {errors} errors");
    }

    private static async Task PrintWeightAsync(HttpClient client)
    {
        var page = await client.GetStringAsync("/?q=dogs");
        var parts = System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src)=\"(/assets/[^\"]+)\"").Select(match => match.Groups[1].Value).Distinct().ToList();
        var whole = Compressed(System.Text.Encoding.UTF8.GetBytes(page));
        Console.Write($"the page without photos, compressed: {whole / 1e3:0.0} kB of HTML");
        foreach (var part in parts)
        {
            var bytes = Compressed(await client.GetByteArrayAsync(part));
            whole += bytes;
            Console.Write($", {bytes / 1e3:0.0} kB {part[8..part.IndexOf('?', StringComparison.Ordinal)]}");
        }

        Console.WriteLine($": {whole / 1e3:0.0} kB together");
    }

    private static PhotoLibrary Fill(TemporaryFolder folder, DualEncoder encoder, int photos)
    {
        var library = PhotoLibrary.Open(folder.At("library"), create: true);
        library.Catalog.UseModel(encoder.Model.Identity, encoder.Model.Folder);
        // Photos lie around what sentences say, as a trained model's do: of rows that no query is near, none can be passed over, and a scan
        // compares thousands exactly.
        var (random, row) = (new Random(7), new float[encoder.Model.Identity.Dimension]);
        var said = encoder.Text.Encode([.. Subjects.SelectMany(subject => Scenes.Select(scene => $"{subject} {scene}"))]);
        for (var first = 0; first < photos; first += 1000)
        {
            using var writer = library.Catalog.Begin();
            for (var i = first; i < Math.Min(photos, first + 1000); i++)
            {
                said[random.Next(said.Length)].CopyTo(row, 0);
                for (var at = 0; at < row.Length; at++) row[at] += (float)(random.NextDouble() + random.NextDouble() - 1) * Spread / MathF.Sqrt(row.Length);
                TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
                var photo = new PhotoRecord { Path = $"/photos/{i / 500:0000}/IMG_{i:00000}.jpg", Bytes = 1, Sha256 = $"{i:x64}", Format = "Jpeg", Width = 6000, Height = random.Next(3) == 0 ? 9000 : 4000, HandledTicks = DateTime.UtcNow.Ticks };
                writer.SaveIndexed(photo, row, new PhotoLook(new PhotoMetadata { Description = $"{Subjects[random.Next(10)]} {Scenes[random.Next(10)]}", TakenMs = i * 3_600_000L }, [new MainColour(random.NextSingle(), 0, 0, 1)], (ulong)random.NextInt64()));
            }

            writer.Commit();
        }

        library.Vectors.Compact(encoder.Model.Identity.Dimension, always: true);
        return library;
    }

    private static long Compressed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(bytes);
        return target.Length;
    }

    private static double Milliseconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
