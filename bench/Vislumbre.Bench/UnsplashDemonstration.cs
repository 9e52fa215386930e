using System.Globalization;
using System.Runtime.InteropServices;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.Bench;

/// <summary>The photo service of our own as a process of its own, to download from by hand and to measure downloads against.</summary>
internal static class UnsplashDemonstration
{
    private const int Port = 8765;
    private const int Distinct = 1_000;

    public static async Task<int> RunAsync(string folder, string[] options)
    {
        var photos = Number(options, "--photos", 25_000);
        var behaviour = (options.Contains("--faults") ? UnsplashServerOptions.Faulty : new UnsplashServerOptions()) with
        {
            Port = Number(options, "--port", Port),
            MaximumEdge = Number(options, "--edge", new UnsplashServerOptions().MaximumEdge),
            StallTime = TimeSpan.FromSeconds(Number(options, "--stall", 30)),
            Latency = TimeSpan.FromMilliseconds(Number(options, "--latency", 0)),
            PictureFolder = Path.Combine(folder, "pictures"),
        };
        var end = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await using var server = await UnsplashServer.StartAsync(
            folder, new ReleaseOptions { Photos = photos, Seed = 1, DistinctPictures = Number(options, "--distinct", Distinct) }, behaviour);
        // Drawn before the address is told: what is measured then is the download.
        await server.DrawAllAsync(behaviour.MaximumEdge);
        WriteAddresses(folder, server);
        Console.WriteLine($"serving at {server.Address.GetLeftPart(UriPartial.Authority)}");
        await end.Task;
        Console.WriteLine(server.Counts);
        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            end.TrySetResult();
        }
    }

    /// <summary>What notebook_download.py reads, and beside it what no client can get.</summary>
    private static void WriteAddresses(string folder, UnsplashServer server)
    {
        File.WriteAllLines(Path.Combine(folder, "addresses.tsv"), server.Release.Photos.Select(photo => $"{photo.Id}\t{new Uri(server.Address, photo.Path)}?w=640"));
        File.WriteAllLines(
            Path.Combine(folder, "fates.tsv"),
            server.Release.Photos.Select(photo => (photo.Id, Fate: server.FaultOf(photo))).Where(photo => photo.Fate != PhotoFate.Fine).Select(photo => $"{photo.Id}\t{photo.Fate}"));
    }

    private static int Number(string[] options, string name, int otherwise) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
