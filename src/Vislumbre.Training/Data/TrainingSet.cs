using System.Text.Json;
using Vislumbre.Evaluation;
using Vislumbre.Sources;

namespace Vislumbre.Training.Data;

/// <summary>Photos with their captions, split into what is learned from and what is held out.</summary>
internal sealed class TrainingSet
{
    /// <summary>The different captions.</summary>
    public required IReadOnlyList<string> Captions { get; init; }

    /// <summary>What is learned from.</summary>
    public required IReadOnlyList<TrainingPhoto> Learning { get; init; }

    /// <summary>What recall is measured on.</summary>
    public required IReadOnlyList<TrainingPhoto> HeldOut { get; init; }

    /// <summary>Rows of the table that could not be used.</summary>
    public required IReadOnlyList<CaptionFault> Faults { get; init; }

    /// <summary>Reads a table; photos of the same composition are on the same side of the split.</summary>
    public static TrainingSet Read(string path, double heldOut)
    {
        var table = CaptionTable.Read(path);
        var compositions = Compositions(Path.Combine(table.Folder, "metadata.jsonl"));
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (learning, held) = (new List<TrainingPhoto>(), new List<TrainingPhoto>());
        var photos = table.Rows.GroupBy(row => row.File, StringComparer.Ordinal).ToList();
        var sides = new bool[photos.Count];
        Parallel.For(0, photos.Count, i => sides[i] = heldOut > 0 && Evaluation.HeldOut.Contains(
            compositions.GetValueOrDefault(photos[i].Key) ?? Evaluation.HeldOut.KeyOfFile(Path.Combine(table.Folder, photos[i].Key)), heldOut));
        for (var i = 0; i < photos.Count; i++)
        {
            var captions = photos[i].Select(row => Number(row.Caption)).Distinct().ToArray();
            (sides[i] ? held : learning).Add(new TrainingPhoto(Path.Combine(table.Folder, photos[i].Key), captions));
        }

        return new TrainingSet { Captions = [.. numbers.Keys], Learning = learning, HeldOut = held, Faults = table.Faults };

        int Number(string caption)
        {
            if (!numbers.TryGetValue(caption, out var number)) numbers[caption] = number = numbers.Count;
            return number;
        }
    }

    /// <summary>
    /// Keys of what pictures are composed of, where the folder tells: a line a picture with <c>file_name</c> and <c>composition</c>. Not
    /// the bare composition: a folder that was split by it before must be split along another line.
    /// </summary>
    private static Dictionary<string, string> Compositions(string path)
    {
        var compositions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return compositions;
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.TryGetProperty("file_name", out var file) && document.RootElement.TryGetProperty("composition", out var composition) && composition.GetString() is { } text)
                    compositions[file.GetString()!] = "validation|" + text;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // Metadata beside a table are somebody's own; a line that is no record splits its photo by content.
            }
        }

        return compositions;
    }
}
