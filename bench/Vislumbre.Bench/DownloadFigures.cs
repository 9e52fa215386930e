using System.Diagnostics;
using System.Text.Json;
using Vislumbre.Imaging;
using Vislumbre.Sources;

namespace Vislumbre.Bench;

/// <summary>Photos a second and processor time of fetching, against the notebook's own loop on the same server with 50 ms of latency.</summary>
internal static class DownloadFigures
{
    private const int Latency = 50;
    private static readonly (int Connections, int Photos)[] Runs = [(1, 200), (16, 2000), (128, 8000)];

    public static async Task PrintAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        // A process of its own: what the server takes is not counted.
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(DownloadFigures).Assembly.Location, "unsplash-server", Path.Combine(folder, "server"), "--photos", "8000", "--distinct", "400", "--edge", "640", "--latency", $"{Latency}", "--port", "8791"]) { RedirectStandardOutput = true })!;
        try
        {
            while (await server.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("serving", StringComparison.Ordinal))
            {
            }

            var photos = (await File.ReadAllLinesAsync(Path.Combine(folder, "server", "addresses.tsv"))).Select(line => line.Split('\t')).ToList();
            await FetchAsync(photos[..50], 16, folder, check: true); // warms the server's pictures and this program
            Console.WriteLine($"latency {Latency} ms; photos/s and processor time a photo: urlretrieve in a pool of threads | Vislumbre | Vislumbre without its decoding check");
            foreach (var (connections, count) in Runs)
            {
                var some = photos[..count];
                var python = await PythonAsync(some, connections, folder);
                var ours = await FetchAsync(some, connections, folder, check: true);
                var bare = await FetchAsync(some, connections, folder, check: false);
                Console.WriteLine(FormattableString.Invariant(
                    $"{connections,4} at a time: {python.Rate,6:0} /s {python.Cpu,5:0.00} ms | {ours.Rate,6:0} /s {ours.Cpu,5:0.00} ms | {bare.Rate,6:0} /s {bare.Cpu,5:0.00} ms | ratio {ours.Rate / python.Rate:0.00}, {bare.Rate / python.Rate:0.00}"));
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<(double Rate, double Cpu)> FetchAsync(List<string[]> photos, int connections, string folder, bool check)
    {
        var target = Empty(folder);
        using var downloader = new PhotoDownloader(new DownloadOptions { Parallel = connections, AllowPrivateAddresses = true }, file =>
        {
            if (check) PictureCheck.Read(PhotoSource.FromFile(file));
            return null;
        });
        var (clock, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await downloader.RunAsync(photos.Select((photo, i) => new DownloadItem(i, photo[1], Path.Combine(target, photo[0] + ".jpg"))), result =>
        {
            if (result.End != DownloadEnd.Got) throw new InvalidOperationException(result.Reason);
        });
        return (photos.Count / clock.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / photos.Count);
    }

    private static async Task<(double Rate, double Cpu)> PythonAsync(List<string[]> photos, int connections, string folder)
    {
        var list = Path.Combine(folder, "some.tsv");
        await File.WriteAllLinesAsync(list, photos.Select(photo => string.Join('\t', photo)));
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "notebook_download.py"), list, Empty(folder), $"{connections}"]) { RedirectStandardOutput = true })!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        using var figures = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
        if (figures.RootElement.GetProperty("failed").GetInt32() > 0) throw new InvalidOperationException("the notebook's loop failed");
        return (photos.Count / figures.RootElement.GetProperty("seconds").GetDouble(), 1000 * figures.RootElement.GetProperty("cpu_seconds").GetDouble() / photos.Count);
    }

    private static string Empty(string folder)
    {
        var target = Path.Combine(folder, "photos");
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        return Directory.CreateDirectory(target).FullName;
    }
}
