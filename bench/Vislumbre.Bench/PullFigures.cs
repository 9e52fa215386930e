using System.Diagnostics;
using System.Globalization;
using Vislumbre.Catalog;

namespace Vislumbre.Bench;

/// <summary>The real <c>pull</c> of 25,000 photos from our own Unsplash: fetching and indexing apart and side by side, memory on the way, and a server with bad days.</summary>
internal static class PullFigures
{
    private const int Port = 8792;

    public static async Task PrintAsync(string folder, int photos, string model)
    {
        Directory.CreateDirectory(folder);
        // As far away as a real server, at a rate near the encoder's: each could hide the other.
        using (await ServeAsync(folder, photos, "--latency", "50"))
        {
            var fetching = await RunAsync(folder, "fetching alone, 50 ms away, 16 at a time", "one", Pull(folder, "one", "--parallel", "16"));
            var indexing = await RunAsync(folder, "indexing alone", "two", ["index", Path.Combine(folder, "one", "data", "photos"), "--model", model]);
            var both = await RunAsync(folder, "side by side", "three", Pull(folder, "three", "--parallel", "16", "--index", "--model", model));
            Console.WriteLine(FormattableString.Invariant($"side by side takes {both / Math.Max(fetching, indexing):0.00} of the longer, {both / (fetching + indexing):0.00} of one after the other"));
        }

        using (await ServeAsync(folder, photos))
        {
            await RunAsync(folder, "from nothing to searchable, no latency, 128 at a time", "four", Pull(folder, "four", "--index", "--model", model));
        }

        using (await ServeAsync(folder, photos, "--faults"))
        {
            await RunAsync(folder, "with faults", "five", Pull(folder, "five", "--index", "--model", model, "--failed-to", Path.Combine(folder, "failed.tsv")));
        }

        Compare(folder);
    }

    // Each photo that the server never gives whole must be listed, for its own reason, and no other.
    private static void Compare(string folder)
    {
        var fates = File.ReadLines(Path.Combine(folder, "server", "fates.tsv")).Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1]);
        var listed = File.ReadLines(Path.Combine(folder, "failed.tsv")).Skip(1).Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[3]);
        var reasons = new Dictionary<string, string> { ["NotFound"] = "404", ["Gone"] = "410", ["WrongType"] = "text/html", ["Truncated"] = "cut short" };
        var right = fates.Count(fate => listed.TryGetValue(fate.Key, out var reason) && reason.Contains(reasons[fate.Value], StringComparison.Ordinal));
        var indexed = PhotoCatalog.Open(new LibraryFolder(Path.Combine(folder, "five", "library")), create: false).Count().Indexed;
        Console.WriteLine($"{fates.Count:N0} photos cannot be had: {right:N0} are listed with their true reason, {listed.Keys.Except(fates.Keys).Count():N0} others are listed; {indexed:N0} are indexed");
    }

    private static string[] Pull(string folder, string run, params string[] more) =>
        ["pull", "unsplash-lite", "--from", $"http://127.0.0.1:{Port}/data/lite/latest", "--to", Path.Combine(folder, run, "data"), "--allow-private-addresses", .. more];

    private static async Task<Server> ServeAsync(string folder, int photos, params string[] more)
    {
        var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [typeof(PullFigures).Assembly.Location, "unsplash-server", Path.Combine(folder, "server"), "--photos", photos.ToString(CultureInfo.InvariantCulture), "--port", Port.ToString(CultureInfo.InvariantCulture), .. more])
        { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("serving", StringComparison.Ordinal))
        {
        }

        return new Server(process);
    }

    private static async Task<double> RunAsync(string folder, string name, string run, string[] arguments)
    {
        var home = Path.Combine(folder, run);
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
        var result = await MeasuredProcess.RunAsync(home, arguments);
        var samples = result.Samples.Where(sample => sample > 0).ToList();
        var quarters = Enumerable.Range(1, 4).Select(quarter => samples.Count == 0 ? 0 : samples[Math.Min(samples.Count - 1, quarter * samples.Count / 4)] >> 20);
        Console.WriteLine(FormattableString.Invariant($"{name}: {result.Elapsed.TotalSeconds:0.0} s; memory at each quarter {string.Join(", ", quarters)} MB, peak {result.PeakBytes >> 20} MB"));
        foreach (var line in result.Output.Split('\n').Where(line => line.StartsWith(' ') || line.StartsWith("Tables", StringComparison.Ordinal) || line.Contains("photos: ", StringComparison.Ordinal))) Console.WriteLine($"    {line.TrimEnd()}");
        return result.Elapsed.TotalSeconds;
    }

    private sealed class Server(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
