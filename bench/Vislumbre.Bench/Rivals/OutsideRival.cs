using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Vislumbre.Testing;

namespace Vislumbre.Bench.Rivals;

/// <summary>Rivals that are programs of their own (bench/rivals): each prints a line an attempt and leaves the rows of its best.</summary>
internal static class OutsideRival
{
    /// <summary>A notebook's loop in Debian's Python.</summary>
    /// <exception cref="RivalAbsentException">It is not installed.</exception>
    public static RivalRun RunNotebook(string model, string[] files)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Script("notebook_encode.py"), model]);
        // Whatever BLAS the system prefers: PyTorch's threads are OpenMP's, so it gets the one that shares them.
        var blas = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "openblas-openmp")).FirstOrDefault(Directory.Exists) : null;
        if (blas is not null) start.Environment["LD_LIBRARY_PATH"] = blas;
        return Run(start, files);
    }

    /// <summary>Transformers.js in Node.</summary>
    /// <param name="folder">What <see cref="StandardOnnx"/> wrote.</param>
    /// <param name="files">The photos.</param>
    /// <exception cref="RivalAbsentException">It is not installed.</exception>
    public static RivalRun RunTransformersJs(string folder, string[] files)
    {
        if (!Directory.Exists(Script(Path.Combine("transformersjs", "node_modules")))) throw new RivalAbsentException("its packages are not there");
        return Run(new ProcessStartInfo("node", [Script(Path.Combine("transformersjs", "encode.mjs")), Path.GetDirectoryName(folder)!, Path.GetFileName(folder)]), files);
    }

    private static RivalRun Run(ProcessStartInfo start, string[] files)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("photos.txt"), string.Join('\n', files));
        start.ArgumentList.Add(folder.At("photos.txt"));
        start.ArgumentList.Add(folder.At("rows.f32"));
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Start(start);
        var faults = process.StandardError.ReadToEndAsync();
        var attempts = process.StandardOutput.ReadToEnd().Split('\n').Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2)
            .Select(parts => (Seconds: double.Parse(parts[0], CultureInfo.InvariantCulture), With: parts[1])).ToList();
        process.WaitForExit();
        if (process.ExitCode != 0 || attempts.Count == 0)
            throw new RivalAbsentException(faults.Result.Split('\n').LastOrDefault(line => line.Trim().Length > 0) ?? $"it ended with {process.ExitCode}");
        var numbers = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.At("rows.f32"))).ToArray();
        var (seconds, with) = attempts.MinBy(attempt => attempt.Seconds);
        return new RivalRun(seconds, [.. numbers.Chunk(numbers.Length / files.Length)], with);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new RivalAbsentException($"{start.FileName} is not there", e);
        }
    }

    // Not copied to the output: Node looks for packages beside the script.
    private static string Script(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vislumbre.slnx"))) return Path.Combine(folder.FullName, "bench", "rivals", name);
        }

        throw new RivalAbsentException("bench/rivals is not above the program");
    }
}
