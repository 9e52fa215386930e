using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Bench;

/// <summary>numpy and faiss on the same rows and queries, by index_rivals.py with Debian's Python (python3-numpy, python3-faiss).</summary>
internal static class PythonRivals
{
    public static async Task PrintAsync(
        TemporaryFolder folder, VectorData data, int rows, ReadOnlyMemory<float>[] queries, Neighbour[][] exact, string[] options, Action<string, double, string> say)
    {
        await using (var file = File.Create(folder.At("rows.f32"), 1 << 20))
        {
            var row = new float[data.Dimension];
            for (var i = 0; i < rows; i++)
            {
                data.Row(i, row);
                file.Write(MemoryMarshal.AsBytes<float>(row));
            }
        }

        await using (var file = File.Create(folder.At("queries.f32")))
        {
            foreach (var query in queries) file.Write(MemoryMarshal.AsBytes(query.Span));
        }

        await File.WriteAllTextAsync(folder.At("truth.json"), JsonSerializer.Serialize(exact.Select(truth => truth.Take(10).Select(one => one.Id))));
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "index_rivals.py"), folder.Path, $"{data.Dimension}", .. options.Where(option => option is "--hnsw" or "--ivf")])
        {
            RedirectStandardOutput = true,
        };
        using var python = Process.Start(start)!;
        while (await python.StandardOutput.ReadLineAsync() is { } line)
        {
            var parts = line.Split('\t', 3);
            if (parts.Length == 3) say(parts[0], double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), parts[2]);
            else Console.WriteLine($"  {line}");
        }

        await python.WaitForExitAsync();
    }
}
