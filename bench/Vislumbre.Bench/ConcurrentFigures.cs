using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics.Tensors;
using Vislumbre.Evaluation;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Bench;

/// <summary>Many searches at once while rows are inserted: every answer is checked.</summary>
internal static class ConcurrentFigures
{
    private const int Searchers = 64, Inserted = 10_000, Commit = 100;

    public static async Task PrintAsync(int rows)
    {
        using var folder = new TemporaryFolder();
        var data = new VectorData(VectorKind.Hard);
        var index = VectorIndex.Create(folder.At("rows.vix"), data.Dimension, [], []);
        Insert(index, data, 0, rows);
        index = index.Compact(folder.At("compact.vix"));
        var (times, wrong, known) = (new ConcurrentBag<double>(), 0, (long)rows);
        using var stop = new CancellationTokenSource();
        var searchers = Enumerable.Range(0, Searchers).Select(who => Task.Factory.StartNew(() =>
        {
            var random = new Random(who);
            var query = new float[data.Dimension];
            while (!stop.IsCancellationRequested)
            {
                // A row that is surely there is its own nearest, one that came this moment too; every score is what the numbers give.
                var wanted = random.Next(4) == 0 ? Interlocked.Read(ref known) - 1 : random.NextInt64(Interlocked.Read(ref known));
                data.Row(wanted, query);
                var start = Stopwatch.GetTimestamp();
                var found = index.Search(query, 10);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (found.Length != 10 || found[0].Id != wanted || found.Any(one => Math.Abs(Score(data, query, one.Id) - one.Score) > 2e-3)) Interlocked.Increment(ref wrong);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var clock = Stopwatch.StartNew();
        for (var first = 0; first < Inserted; first += Commit)
        {
            Insert(index, data, rows + first, Commit);
            Interlocked.Add(ref known, Commit);
            await Task.Delay(50); // so that searches and insertions meet for some seconds
        }

        var inserting = clock.Elapsed;
        await stop.CancelAsync();
        await Task.WhenAll(searchers);
        var spread = Percentiles.Of(times);
        Console.WriteLine($"{Searchers} searches at once over {rows:N0} rows of {data.Dimension} while {Inserted:N0} were inserted, {Commit} a commit, in {inserting.TotalSeconds:0.0} s on {Environment.ProcessorCount} cores:");
        Console.WriteLine($"  {times.Count:N0} searches, {times.Count / clock.Elapsed.TotalSeconds:0} a second, p50 {spread.P50:0.0} ms, p99 {spread.P99:0.0} ms; {wrong} wrong");
    }

    private static void Insert(VectorIndex index, VectorData data, long first, int count)
    {
        var row = new float[data.Dimension];
        var halves = new Half[data.Dimension];
        using var writer = index.Write();
        for (var id = first; id < first + count; id++)
        {
            data.Row(id, row);
            TensorPrimitives.ConvertToHalf(row, halves);
            writer.Append(id, halves);
        }

        writer.Commit(new IndexState(first + 1, 1));
    }

    private static float Score(VectorData data, float[] query, long id)
    {
        var row = new float[data.Dimension];
        data.Row(id, row);
        return TensorPrimitives.Dot<float>(query, row);
    }
}
