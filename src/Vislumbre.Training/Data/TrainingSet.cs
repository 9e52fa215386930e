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

    /// <summary>Photos that cannot be opened, with the reasons.</summary>
    public required IReadOnlyDictionary<string, string> Failures { get; init; }

    /// <summary>Reads a table, or a folder whose sub-folders are classes; photos of the same composition or content are on the same side of the split.</summary>
    /// <param name="path">The table, or the folder.</param>
    /// <param name="heldOut">The share that is held out.</param>
    /// <param name="names">A table of the classes' names; null for those of their folders.</param>
    public static TrainingSet Read(string path, double heldOut, string? names = null) =>
        ClassFolder.Is(path) ? ReadClasses(ClassFolder.Read(path), heldOut, new ClassCaptions(names)) : ReadTable(CaptionTable.Read(path), heldOut);

    private static TrainingSet ReadClasses(ClassFolder folder, double heldOut, ClassCaptions captions)
    {
        var numbers = new CaptionNumbers();
        var ofClass = folder.Names.Select(name => numbers.Of(captions.Of(name))).ToArray();
        return Split(numbers, [.. folder.Photos.Select(photo => (new TrainingPhoto(photo.Path, ofClass[photo.Class], photo.Path, Class: photo.Class), (string?)null))], heldOut, []);
    }

    private static TrainingSet ReadTable(CaptionTable table, double heldOut)
    {
        var records = Records(Path.Combine(table.Folder, "metadata.jsonl"));
        var numbers = new CaptionNumbers();
        var photos = new List<(TrainingPhoto, string?)>();
        foreach (var rows in table.Rows.GroupBy(row => row.File, StringComparer.Ordinal))
        {
            var record = records.GetValueOrDefault(rows.Key);
            var path = Path.Combine(table.Folder, rows.Key);
            photos.Add((new TrainingPhoto(path, numbers.Of(rows.Select(row => row.Caption)), record.Group ?? path, record.Setting), record.Composition));
        }

        return Split(numbers, photos, heldOut, table.Faults);
    }

    private static TrainingSet Split(CaptionNumbers numbers, List<(TrainingPhoto Photo, string? Composition)> photos, double share, IReadOnlyList<CaptionFault> faults)
    {
        var failed = new List<EvaluationFailure>();
        var told = photos.Where(one => one.Composition is not null && Evaluation.HeldOut.Contains(one.Composition, share)).Select(one => one.Photo.Path);
        // Without a share nothing is opened here: what cannot be read shows when it is learned from.
        string[] untold = share > 0 ? [.. photos.Where(one => one.Composition is null).Select(one => one.Photo.Path)] : [];
        HashSet<string> held = [.. told, .. HeldOutFiles.Choose(untold, share, held: true, failed, null, CancellationToken.None)];
        var failures = failed.ToDictionary(failure => failure.Path, failure => failure.Reason);
        return new TrainingSet
        {
            Captions = numbers.Captions,
            Learning = [.. photos.Select(one => one.Photo).Where(photo => !held.Contains(photo.Path) && !failures.ContainsKey(photo.Path))],
            HeldOut = [.. photos.Select(one => one.Photo).Where(photo => held.Contains(photo.Path))],
            Faults = faults,
            Failures = failures,
        };
    }

    /// <summary>
    /// What pictures are composed of and which of them belong together, where the folder tells: a line a picture with <c>file_name</c>,
    /// <c>composition</c>, <c>group</c> and <c>setting</c>. Not the bare composition: a folder that was split by it before must be split along another line.
    /// </summary>
    private static Dictionary<string, (string? Composition, string? Group, string? Setting)> Records(string path)
    {
        var records = new Dictionary<string, (string?, string?, string?)>(StringComparer.Ordinal);
        if (!File.Exists(path)) return records;
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                var record = document.RootElement;
                if (record.GetProperty("file_name").GetString() is not { } file) continue;
                records[file] = (
                    record.TryGetProperty("composition", out var composition) && composition.GetString() is { } text ? "validation|" + text : null,
                    record.TryGetProperty("group", out var group) ? $"group|{group}" : null,
                    record.TryGetProperty("setting", out var setting) ? setting.ToString() : null);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                // Metadata beside a table are somebody's own; a line that is no record splits its photo by content.
            }
        }

        return records;
    }
}
