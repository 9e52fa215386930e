using Vislumbre.Testing;

namespace Vislumbre.Bench;

/// <summary>Memory of indexing and start-up time of searching, of the real command with a full-size model.</summary>
internal static class ProcessFigures
{
    public static async Task PrintAsync()
    {
        var model = FormulaCheckpoint.Full();
        using var folder = new TemporaryFolder();
        // As on the very first day: nothing prepared yet.
        Directory.Delete(Path.Combine(model, ".vislumbre"), recursive: true);
        var index = await MeasuredProcess.RunAsync(folder.Path, "index", SharedFolder.At("photos", "documerica"), SharedFolder.At("photos", "fsaowi"), "--model", model);
        Console.WriteLine(index.Output.Split('\n').First(line => line.Contains("photos:", StringComparison.Ordinal)));
        Console.WriteLine($"index: peak {Mega(index.PeakBytes)} resident, of which at most {Mega(index.PeakAnonymousBytes)} are the process's own and the rest mapped files; checkpoint {Mega(new FileInfo(Path.Combine(model, "model.safetensors")).Length)}");
        Directory.Delete(Path.Combine(model, ".vislumbre"), recursive: true);
        Directory.Delete(folder.At("library", "vectors"), recursive: true);
        await PrintSearchAsync(folder, "first (weights are hashed, graphs built, index made)");
        for (var run = 2; run <= 4; run++) await PrintSearchAsync(folder, $"run {run}");
    }

    private static async Task PrintSearchAsync(TemporaryFolder folder, string name)
    {
        var search = await MeasuredProcess.RunAsync(folder.Path, "search", "two dogs playing in the snow");
        Console.WriteLine($"search, {name}: {search.Elapsed.TotalSeconds:0.00} s from start to end of the process, peak {Mega(search.PeakBytes)}, own {Mega(search.PeakAnonymousBytes)}");
    }

    private static string Mega(long bytes) => $"{bytes / 1e6:0} MB";
}
