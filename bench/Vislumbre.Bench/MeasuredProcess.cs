using System.Diagnostics;
using System.Globalization;

namespace Vislumbre.Bench;

/// <summary>Runs the real command and watches its memory (Linux: /proc).</summary>
internal sealed record MeasuredProcess(TimeSpan Elapsed, long PeakBytes, long PeakAnonymousBytes, string Output, IReadOnlyList<long> Samples)
{
    /// <summary>The command's assembly: the one that was built with the bench, or one that was published.</summary>
    public static string Command { get; set; } = Path.Combine(AppContext.BaseDirectory, "Vislumbre.Cli.dll");

    /// <summary>How the command is started.</summary>
    public static ProcessStartInfo Start(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Command);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["VISLUMBRE_LIBRARY"] = Path.Combine(home, "library");
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(home, "cache");
        return start;
    }

    /// <summary>Runs the command to its end.</summary>
    public static async Task<MeasuredProcess> RunAsync(string home, params string[] arguments)
    {
        var start = Start(home, arguments);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var (peak, anonymous) = (0L, 0L);
        var samples = new List<long>();
        while (!process.WaitForExit(10))
        {
            samples.Add(Read(process.Id, "VmRSS:"));
            peak = Math.Max(peak, Read(process.Id, "VmHWM:"));
            anonymous = Math.Max(anonymous, Read(process.Id, "RssAnon:"));
        }

        return new MeasuredProcess(clock.Elapsed, peak, anonymous, await output, samples);
    }

    /// <summary>A field of a process's status, in bytes.</summary>
    public static long Read(int id, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }
}
