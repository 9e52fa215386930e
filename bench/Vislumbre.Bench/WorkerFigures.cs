using System.Diagnostics;
using Npgsql;
using Vislumbre.Engines.Postgres;
using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Bench;

/// <summary>Workers at one queue, each on its own cores, with the full-size model: what a second one adds.</summary>
internal static class WorkerFigures
{
    private const int Warm = 64, Photos = 640;

    /// <summary>Measures and prints.</summary>
    /// <param name="server">A database of a PostgreSQL server that may make others.</param>
    public static async Task PrintAsync(string server)
    {
        using var folder = new TemporaryFolder();
        PaintedPictures.WriteFolder(folder.At("photos"), Warm + Photos, width: 600);
        var files = Directory.GetFiles(folder.At("photos")).Order().Select(path => new FileInfo(path)).Select(file => new FoundFile(file.FullName, file.Length, file.LastWriteTimeUtc)).ToArray();
        Console.WriteLine($"{Photos} painted photos of 600 pixels across, {Environment.ProcessorCount} cores with PostgreSQL on the same; between the tenth and the ninetieth percent");
        foreach (var precision in (string[])["fp32", "int8"])
        {
            var one = await MeasureAsync(folder, server, files, precision, ["0"]);
            var two = await MeasureAsync(folder, server, files, precision, ["0", "1"]);
            var both = await MeasureAsync(folder, server, files, precision, ["0,1"]);
            Console.WriteLine($"  {precision}: one worker on one core {one:0.0} photos/s, two on two {two:0.0} ({two / one:0.00} times), one on both {both:0.0} ({both / one:0.00} times)");
        }
    }

    private static async Task<double> MeasureAsync(TemporaryFolder folder, string server, FoundFile[] files, string precision, string[] cores)
    {
        var address = NewDatabase(server);
        var (library, work) = IndexingWork.Open(address, create: true);
        var workers = cores.Select(core =>
        {
            var start = MeasuredProcess.Start(folder.Path, "index", "--worker", "--library", address, "--model", FormulaCheckpoint.Full(), "--precision", precision, "--batch", "16", "--json");
            start.ArgumentList.Insert(0, start.FileName);
            start.ArgumentList.Insert(0, core);
            start.ArgumentList.Insert(0, "-c");
            start.FileName = "taskset";
            return Process.Start(start)!;
        }).ToList();
        try
        {
            // All have loaded the model before what is measured begins.
            work.Add(files[..Warm]);
            await UntilAsync(Warm);
            work.Add(files[Warm..]);
            await UntilAsync(Warm + Photos / 10);
            var clock = Stopwatch.StartNew();
            var first = library.Catalog.Count().Indexed;
            await UntilAsync(Warm + 9 * Photos / 10);
            return (library.Catalog.Count().Indexed - first) / clock.Elapsed.TotalSeconds;
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Kill();
                await worker.WaitForExitAsync();
                worker.Dispose();
            }
        }

        async Task UntilAsync(int count)
        {
            while (library.Catalog.Count().Indexed < count)
            {
                if (workers.Exists(worker => worker.HasExited)) throw new InvalidOperationException("A worker ended.");
                await Task.Delay(20);
            }
        }
    }

    private static string NewDatabase(string server)
    {
        var name = $"workers_{Guid.NewGuid():N}";
        using var connection = new NpgsqlConnection(PostgresAddress.Parse(server).ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return server[..(server.LastIndexOf('/') + 1)] + name;
    }
}
