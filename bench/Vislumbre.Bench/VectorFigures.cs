using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Bench;

/// <summary>The index against exact scans, and against numpy and faiss, in one run.</summary>
internal static class VectorFigures
{
    private const int Queries = 200, K = 100;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static async Task PrintAsync(VectorKind kind, int rows, string[] options)
    {
        string? Option(string name) => Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;
        var data = new VectorData(kind, Option("--file"));
        if (rows > data.Most) throw new ArgumentException($"there are {data.Most} rows");
        using var folder = new TemporaryFolder();
        Console.WriteLine($"{rows:N0} rows of {data.Dimension}, {kind}; kernel {ScanKernels.Chosen.Name}, {Environment.ProcessorCount} cores");
        var figures = new Dictionary<string, double> { ["rows"] = rows, ["dimension"] = data.Dimension };
        void Say(string name, double value, string text)
        {
            figures[name] = value;
            Console.WriteLine($"  {text}");
        }

        var path = folder.At("rows.vix");
        var clock = Stopwatch.StartNew();
        Insert(path, data, rows, Say);
        clock.Restart();
        var index = VectorIndex.TryOpen(path, data.Dimension, [])!;
        Say("openMilliseconds", clock.Elapsed.TotalMilliseconds, $"open: {clock.Elapsed.TotalMilliseconds:0.0} ms");
        var queries = Enumerable.Range(0, Queries).Select(i =>
        {
            var query = new float[data.Dimension];
            data.Query(i, query);
            return (ReadOnlyMemory<float>)query;
        }).ToArray();
        clock.Restart();
        index.Search(queries[0], 10);
        Say("firstMilliseconds", clock.Elapsed.TotalMilliseconds, $"first query, checksums included: {clock.Elapsed.TotalMilliseconds:0.0} ms");
        if (Option("--leave") is { } left) File.Copy(path, left, overwrite: true);
        var exact = queries[..(rows > 2_000_000 ? 40 : Queries)].Select(query => index.SearchExactly(query, K)).ToArray();
        for (clock.Restart(); clock.ElapsedMilliseconds < 2000;) index.Search(queries[clock.ElapsedMilliseconds % Queries], 10);
        var times = new double[Queries];
        var (tally, found) = (new SearchTally(), new Neighbour[Queries][]);
        for (var run = 0; run < 3; run++)
        {
            tally = new SearchTally();
            for (var i = 0; i < Queries; i++)
            {
                clock.Restart();
                index.Search(queries[i], 10, null, tally);
                times[i] = clock.Elapsed.TotalMilliseconds;
            }
        }

        Array.Sort(times);
        for (var i = 0; i < exact.Length; i++) found[i] = index.Search(queries[i], K);
        var ten = queries[..exact.Length].Select(query => index.Search(query, 10)).ToArray();
        double Recall(int k, Neighbour[][] given) => exact.Select((truth, i) => truth.Take(k).Select(one => one.Id).Intersect(given[i].Take(k).Select(one => one.Id)).Count() / (double)k).Average();
        Say("milliseconds", times[Queries / 2], $"one query, k 10: p50 {times[Queries / 2]:0.00} ms, p90 {times[Queries * 9 / 10]:0.00}, p99 {times[Queries * 99 / 100]:0.00}");
        Say("recall10", Recall(10, ten), $"recall@1 {Recall(1, ten):0.0000}, @10 {Recall(10, ten):0.0000}; k 100: @100 {Recall(100, found):0.0000}");
        Say("rescored", tally.Rescored / (double)Queries, $"rescored a query: {tally.Rescored / (double)Queries:0}");
        Say("scannedBytes", index.ScannedBytesPerRow, $"bytes a row: {index.ScannedBytesPerRow:0} scanned, 8 of id, {index.StoredBytesPerRow} to rescore; codes, factors and ids {(index.ScannedBytesPerRow + 8) * rows / 1e6:0} MB");
        clock.Restart();
        for (var run = 0; run < 5; run++) index.SearchMany(queries[..32], 10);
        Say("sharedMilliseconds", clock.Elapsed.TotalMilliseconds / 160, $"32 queries sharing scans: {clock.Elapsed.TotalMilliseconds / 160:0.00} ms each");
        var reading = Middle(15, () => Read(index));
        Say("readMilliseconds", reading, $"merely reading codes and factors: {reading:0.00} ms; a search takes {times[Queries / 2] / reading:0.00} times that");
        Rivals(index, data, rows, queries, times[Queries / 2], Say);
        if (options.Contains("--rivals")) await PythonRivals.PrintAsync(folder, data, rows, queries, exact, options, Say);
        if (Option("--keep") is { } file) await File.AppendAllTextAsync(file, JsonSerializer.Serialize(new { kind, kernel = ScanKernels.Chosen.Name, figures }, Json) + "\n");
    }

    private static void Insert(string path, VectorData data, int rows, Action<string, double, string> say)
    {
        const int Chunk = 100_000;
        var mean = new float[data.Dimension];
        var row = new float[data.Dimension];
        var sample = Math.Min(rows, 10_000);
        for (var i = 0; i < sample; i++)
        {
            data.Row((long)i * rows / sample, row);
            TensorPrimitives.MultiplyAdd(row, 1f / sample, mean, mean);
        }

        var index = VectorIndex.Create(path, data.Dimension, [], mean);
        var (spent, last) = (TimeSpan.Zero, 0.0);
        var numbers = new Half[Math.Min(rows, Chunk) * data.Dimension];
        for (var first = 0; first < rows; first += Chunk)
        {
            var count = Math.Min(Chunk, rows - first);
            Parallel.For(0, count, () => new float[data.Dimension], (i, _, wide) =>
            {
                data.Row(first + i, wide);
                TensorPrimitives.ConvertToHalf(wide, numbers.AsSpan(i * data.Dimension, data.Dimension));
                return wide;
            }, _ => { });
            var clock = Stopwatch.StartNew();
            using var writer = index.Write();
            for (var i = 0; i < count; i++) writer.Append(first + i, numbers.AsSpan(i * data.Dimension, data.Dimension));
            writer.Commit(new IndexState(1 + first / Chunk, 1));
            spent += clock.Elapsed;
            last = count / clock.Elapsed.TotalSeconds;
        }

        say("insertRate", rows / spent.TotalSeconds, $"insert into the open index, {Chunk:N0} a commit, on disk: {rows / spent.TotalSeconds:N0} rows/s (the last {last:N0})");
    }

    /// <summary>What the first queries of a process take when the file is on disk alone; run it in a process of its own, since what is mapped stays in memory.</summary>
    public static void PrintCold(VectorKind kind, string path)
    {
        Process.Start("sync").WaitForExit();
        Process.Start("dd", $"if={path} iflag=nocache count=0 status=none").WaitForExit(); // tells the kernel that nobody needs its pages
        var data = new VectorData(kind);
        var query = new float[data.Dimension];
        var clock = Stopwatch.StartNew();
        var index = VectorIndex.TryOpen(path, data.Dimension, [])!;
        Console.WriteLine($"{index.Count:N0} rows, cold: open {clock.Elapsed.TotalMilliseconds:0.0} ms");
        for (var i = 0; i < 6; i++)
        {
            data.Query(i, query);
            clock.Restart();
            index.Search(query, 10);
            Console.WriteLine($"  query {i + 1}: {clock.Elapsed.TotalMilliseconds:0.0} ms; resident {Process.GetCurrentProcess().WorkingSet64 / 1e6:0} MB");
        }
    }

    private static unsafe void Rivals(VectorIndex index, VectorData data, int rows, ReadOnlyMemory<float>[] queries, double ours, Action<string, double, string> say)
    {
        var dimension = data.Dimension;
        var bytes = (nuint)rows * (nuint)dimension;
        if (rows <= 1_000_000)
        {
            var wide = (float*)NativeMemory.Alloc(bytes * 4);
            Fill(data, rows, (row, numbers) => numbers.CopyTo(new Span<float>(wide + (long)row * dimension, dimension)));
            var exact = Middle(7, () => Scan(rows, row => TensorPrimitives.Dot(queries[0].Span, new ReadOnlySpan<float>(wide + (long)row * dimension, dimension))));
            say("exactMilliseconds", exact, $"exact fp32 scan, both cores: {exact:0.0} ms, {exact / ours:0.0} times ours");
            NativeMemory.Free(wide);
        }

        var small = (sbyte*)NativeMemory.Alloc(bytes);
        Fill(data, rows, (row, numbers) =>
        {
            var scale = 127 / TensorPrimitives.MaxMagnitude(numbers);
            for (var i = 0; i < dimension; i++) small[(long)row * dimension + i] = (sbyte)MathF.Round(numbers[i] * Math.Abs(scale));
        });
        var query = new short[dimension];
        for (var i = 0; i < dimension; i++) query[i] = (short)MathF.Round(queries[0].Span[i] * 127);
        var eight = Middle(7, () => Scan(rows, row => Dot(query, small + (long)row * dimension)));
        say("int8Milliseconds", eight, $"exact int8 scan, both cores: {eight:0.0} ms, {eight / ours:0.0} times ours");
        NativeMemory.Free(small);
        GC.KeepAlive(index);
    }

    private static void Fill(VectorData data, int rows, Action<int, ReadOnlySpan<float>> take) => Parallel.For(0, (rows + 999) / 1000, part =>
    {
        Span<float> row = new float[data.Dimension];
        for (var i = part * 1000; i < Math.Min(rows, (part + 1) * 1000); i++)
        {
            data.Row(i, row);
            take(i, row);
        }
    });

    private static void Scan(int rows, Func<int, float> score)
    {
        var best = new NearestHeap[Environment.ProcessorCount];
        Parallel.For(0, best.Length, part =>
        {
            best[part] = new NearestHeap(10);
            var last = (int)((long)rows * (part + 1) / best.Length);
            for (var row = (int)((long)rows * part / best.Length); row < last; row++) best[part].Offer(row, score(row));
        });
        for (var part = 1; part < best.Length; part++) best[0].Merge(best[part]);
        best[0].ToArray();
    }

    private static unsafe float Dot(short[] query, sbyte* row)
    {
        var sum = Vector256<int>.Zero;
        fixed (short* numbers = query)
        {
            for (var i = 0; i < query.Length; i += 16)
            {
                var wide = System.Runtime.Intrinsics.X86.Avx2.ConvertToVector256Int16(Vector128.Load(row + i));
                sum += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(wide, Vector256.Load(numbers + i));
            }
        }

        return Vector256.Sum(sum);
    }

    private static void Read(VectorIndex index)
    {
        var sums = new ulong[Environment.ProcessorCount];
        Parallel.For(0, sums.Length, part => sums[part] = index.ReadCodes(part, sums.Length));
        GC.KeepAlive(sums);
    }

    private static double Middle(int runs, Action work)
    {
        work();
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var clock = Stopwatch.StartNew();
            work();
            times[run] = clock.Elapsed.TotalMilliseconds;
        }

        Array.Sort(times);
        return times[runs / 2];
    }
}
