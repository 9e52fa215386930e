using System.Diagnostics;
using System.Globalization;
using Vislumbre.Catalog;

namespace Vislumbre.Bench;

/// <summary>The real <c>pull</c> of 25,000 photos from our own Unsplash: fetching and indexing apart and side by side, memory on the way, and a server with bad days.</summary>
internal static class PullFigures
{
    private const int Port = 8792;

    public static async Task PrintAsync(string folder, int photos)
    {
        Directory.CreateDirectory(folder);
        using (await ServeAsync(folder, photos))
        {
            var fetching = await RunAsync(folder, "fetching alone", "one", Pull(folder, "one"));
            var indexing = await RunAsync(folder, "indexing alone", "two", ["index", Path.Combine(folder, "one", "data", "photos"), "--model", "mini"]);
            var both = await RunAsync(folder, "side by side", "three", Pull(folder, "three", "--index", "--model", "mini"));
            Console.WriteLine(FormattableString.Invariant($"side by side takes {both / Math.Max(fetching, indexing):0.00} of the longer, {both / (fetching + indexing):0.00} of one after the other"));
        }

        using (await ServeAsync(folder, photos, "--faults"))
        {
            await RunAsync(folder, "with faults", "four", Pull(folder, "four", "--index", "--model", "mini", "--failed-to", Path.Combine(folder, "failed.tsv")));
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
        var indexed = PhotoCatalog.Open(new LibraryFolder(Path.Combine(folder, "four", "library")), create: false).Count().Indexed;
        Console.WriteLine($"{fates.Count:N0} photos cannot be had: {right:N0} are listed with their true reason, {listed.Keys.Except(fates.Keys).Count():N0} others are listed; {indexed:N0} are indexed");
    }

    private static string[] Pull(string folder, string run, params string[] more) =>
        ["pull", "unsplash-lite", "--from", $"http://127.0.0.1:{Port}/data/lite/latest", "--to", Path.Combine(folder, run, "data"), "--allow-private-addresses", .. more];

    private static async Task<Server> ServeAsync(string folder, int photos, params string[] more)
    {
        var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [typeof(PullFigures).Assembly.Location, "unsplash-server", Path.Combine(folder, "server"), "--photos", photos.ToString(CultureInfo.InvariantCulture), "--port", Port.ToString(CultureInfo.InvariantCulture), .. more]) { RedirectStandardOutput = true })!;
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
        var quarters = Enumerable.Range(1, 4).Select(quarter => result.Samples.Count == 0 ? 0 : result.Samples[Math.Min(result.Samples.Count - 1, quarter * result.Samples.Count / 4)] >> 20);
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
