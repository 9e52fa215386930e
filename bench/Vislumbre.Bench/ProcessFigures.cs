using System.Diagnostics;
using Vislumbre.Testing;

namespace Vislumbre.Bench;

/// <summary>Memory of indexing, and start-up time of searching and serving, of the real command with a full-size model.</summary>
internal static class ProcessFigures
{
    private static readonly string[] Words = ["two dogs playing in the snow", "a red car at night", "a boat on a river", "an old man with a hat", "children at school", "a bridge in the fog", "a house under trees"];

    public static async Task PrintAsync(string? command)
    {
        if (command is not null) MeasuredProcess.Command = command;
        Console.WriteLine(command is null ? "the command as built (compiled while it runs)" : "the command as published (compiled ahead)");
        var model = FormulaCheckpoint.Full();
        using var folder = new TemporaryFolder();
        // As on the very first day: nothing prepared yet.
        Forget(model);
        var index = await MeasuredProcess.RunAsync(folder.Path, "index", SharedFolder.At("photos", "documerica"), SharedFolder.At("photos", "fsaowi"), "--model", model, "--precision", "fp32");
        Console.WriteLine(index.Output.Split('\n').First(line => line.Contains("photos:", StringComparison.Ordinal)));
        Console.WriteLine($"index: peak {Mega(index.PeakBytes)} resident, of which at most {Mega(index.PeakAnonymousBytes)} are the process's own and the rest mapped files; checkpoint {Mega(new FileInfo(Path.Combine(model, "model.safetensors")).Length)}");
        Forget(model);
        Directory.Delete(folder.At("library", "vectors"), recursive: true);
        foreach (var precision in (string[])["fp32", "int8"])
        {
            var forms = precision == "fp32" ? "weights hashed, graphs built, index made" : "eight-bit weights made";
            await PrintSearchAsync(folder, precision, $"first ({forms})", Words[0]);
            for (var run = 1; run <= 5; run++) await PrintSearchAsync(folder, precision, $"other words, run {run}", $"{Words[run]} {precision}");
            await PrintSearchAsync(folder, precision, "the last words again", $"{Words[5]} {precision}");
            await PrintServeAsync(folder, precision);
        }
    }

    private static async Task PrintSearchAsync(TemporaryFolder folder, string precision, string name, string words)
    {
        var search = await MeasuredProcess.RunAsync(folder.Path, "search", words, "--precision", precision);
        Console.WriteLine($"search, {precision}, {name}: {search.Elapsed.TotalSeconds:0.00} s from start to end of the process, peak {Mega(search.PeakBytes)}, own {Mega(search.PeakAnonymousBytes)}");
    }

    private static async Task PrintServeAsync(TemporaryFolder folder, string precision)
    {
        var clock = Stopwatch.StartNew();
        using var server = Process.Start(MeasuredProcess.Start(folder.Path, "serve", "--port", "0", "--precision", precision, "--idle", "1"))!;
        var line = await server.StandardOutput.ReadLineAsync() ?? "";
        var address = line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal));
        var listening = clock.Elapsed.TotalSeconds;
        using var client = new HttpClient();
        var asked = Stopwatch.StartNew();
        await client.GetStringAsync(new Uri($"{address}/?q=a+lighthouse+{precision}"));
        Console.WriteLine($"serve, {precision}: listens {listening:0.00} s after its start, the first search takes {asked.Elapsed.TotalSeconds:0.00} s from then");
        await Task.Delay(TimeSpan.FromSeconds(10));
        var used = MeasuredProcess.Read(server.Id, "RssAnon:");
        await Task.Delay(TimeSpan.FromSeconds(90));
        Console.Write($"  the process's own memory 10 s later {Mega(used)}, idle for a minute (--idle 1) {Mega(MeasuredProcess.Read(server.Id, "RssAnon:"))}");
        asked.Restart();
        await client.GetStringAsync(new Uri($"{address}/?q=a+waterfall+{precision}"));
        Console.WriteLine($", and the search that loads the model again takes {asked.Elapsed.TotalSeconds:0.00} s");
        server.Kill();
        await server.WaitForExitAsync();
    }

    private static void Forget(string model)
    {
        if (Directory.Exists(Path.Combine(model, ".vislumbre"))) Directory.Delete(Path.Combine(model, ".vislumbre"), recursive: true);
    }

    private static string Mega(long bytes) => $"{bytes / 1e6:0} MB";
}
