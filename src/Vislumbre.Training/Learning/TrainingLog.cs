using System.Text.Json;

namespace Vislumbre.Training.Learning;

/// <summary>Every step's figures, a line of JSON each; a run that goes on writes the lines of steps that are done again anew.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly StreamWriter _writer;

    private TrainingLog(string path)
    {
        Path = path;
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a run's log, without the lines from a step on.</summary>
    public static TrainingLog Open(string folder, int step)
    {
        var path = System.IO.Path.Combine(folder, "training.jsonl");
        if (File.Exists(path))
        {
            var kept = File.ReadLines(path).TakeWhile(line => StepOf(line) is { } number && number < step).ToArray();
            File.WriteAllLines(path + ".part", kept);
            File.Move(path + ".part", path, overwrite: true);
        }

        return new TrainingLog(path);
    }

    /// <summary>Adds a line.</summary>
    public void Write(object line) => _writer.WriteLine(JsonSerializer.Serialize(line));

    public void Dispose() => _writer.Dispose();

    private static int? StepOf(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("step").GetInt32();
        }
        catch (JsonException)
        {
            return null; // the line that the run was killed in
        }
    }
}
