using System.IO.Compression;
using System.Text.Json;
using Vislumbre.Scenes;

namespace Vislumbre.Testing.Unsplash;

/// <summary>A release of drawn scenes in the shape of the Unsplash Lite data set, the same for the same options.</summary>
public sealed class GeneratedRelease
{
    // Goes up when what is written for the same options changes.
    private const int Version = 1;
    private const string RecordFile = "release.json";
    private static readonly DateTimeOffset Written = new(2024, 1, 2, 3, 4, 6, TimeSpan.Zero);
    private readonly IReadOnlyList<Scene> _scenes;
    private readonly string _folder;

    private GeneratedRelease(string folder, ReleaseOptions options)
    {
        (_folder, Options) = (folder, options);
        _scenes = SceneSet.Create(new SceneFolderOptions { Count = SceneCount(options), Seed = (ulong)options.Seed, Themes = true });
        Photos = ReleasePhotos.Create(options, _scenes);
    }

    /// <summary>What it was made from.</summary>
    public ReleaseOptions Options { get; }

    /// <summary>Its photos in the order of the table.</summary>
    public IReadOnlyList<ReleasePhoto> Photos { get; }

    /// <summary>The rows that no reader can take.</summary>
    public IReadOnlyList<BadRow> BadRows { get; private set; } = [];

    /// <summary>The photos' rows whose description opens a quote and does not close it.</summary>
    public IReadOnlyList<StrayQuote> StrayQuotes { get; private set; } = [];

    /// <summary>Each table's good rows, bad ones and headers not counted.</summary>
    public IReadOnlyDictionary<string, int> RowCounts { get; private set; } = new Dictionary<string, int>();

    /// <summary>The zip.</summary>
    public string ZipPath => Path.Combine(_folder, "lite.zip");

    /// <summary>Where the unpacked tables are, if they were asked for.</summary>
    public string TablesFolder => Path.Combine(_folder, "lite");

    /// <summary>How many different scenes the photos show.</summary>
    public int SceneTotal => _scenes.Count;

    /// <summary>Writes the release, unless the folder holds the same one already.</summary>
    public static GeneratedRelease Write(string folder, ReleaseOptions options)
    {
        var release = new GeneratedRelease(folder, options);
        var plan = JsonSerializer.Serialize(new { Version, options });
        var record = Path.Combine(folder, RecordFile);
        if (File.Exists(record) && File.Exists(release.ZipPath) && JsonSerializer.Deserialize<Record>(File.ReadAllText(record)) is { } there && there.Plan == plan)
        {
            release.Take(there);
            return release;
        }

        Directory.CreateDirectory(folder);
        File.Delete(record);
        if (Directory.Exists(release.TablesFolder))
            Directory.Delete(release.TablesFolder, recursive: true);
        Directory.CreateDirectory(release.TablesFolder);
        release.WriteTables(plan, record);
        return release;
    }

    /// <summary>A scene's captions in English; each says all of it.</summary>
    public IReadOnlyList<string> CaptionsOf(int sceneIndex) => _scenes[sceneIndex].English;

    /// <summary>Draws a scene in the proportions its photos have.</summary>
    /// <param name="sceneIndex">Which.</param>
    /// <param name="width">In pixels.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    public byte[] Draw(int sceneIndex, int width) => ScenePictures.Draw(_scenes[sceneIndex], sceneIndex, width);

    private static int SceneCount(ReleaseOptions options) => options.DistinctPictures is > 0 and var distinct ? Math.Min(distinct, options.Photos) : options.Photos;

    private void WriteTables(string plan, string record)
    {
        var rows = new ReleaseRows(Options, [.. _scenes.Select(scene => scene.Facts.Colour ?? "")]);
        var (bad, stray, counts) = (new List<BadRow>(), new List<StrayQuote>(), new Dictionary<string, int>());
        foreach (var table in ReleaseColumns.Tables)
        {
            using var writer = new TableWriter(TablesFolder, table, Options);
            counts[table] = WriteTable(writer, photo => table switch
            {
                ReleaseColumns.Photos => [rows.Photo(photo)],
                ReleaseColumns.Keywords => rows.Keywords(photo),
                ReleaseColumns.Collections => rows.Collections(photo),
                ReleaseColumns.Conversions => rows.Conversions(photo),
                _ => rows.Colors(photo),
            }, bad, stray);
        }

        foreach (var (file, text) in ReleaseTexts.All)
            File.WriteAllText(Path.Combine(TablesFolder, file), text);
        Pack();
        if (!Options.Unpacked)
            Directory.Delete(TablesFolder, recursive: true);
        var written = new Record(plan, bad, stray, counts);
        File.WriteAllText(record, JsonSerializer.Serialize(written));
        Take(written);
    }

    private int WriteTable(TableWriter writer, Func<ReleasePhoto, IEnumerable<string[]>> rowsOf, List<BadRow> bad, List<StrayQuote> stray)
    {
        var (count, nextBad, nextStray, photos) = (0, 1L, 1L, writer.Table == ReleaseColumns.Photos);
        foreach (var photo in Photos)
        {
            writer.Turn(photo.Index);
            string[]? last = null;
            foreach (var row in rowsOf(photo))
            {
                last = row;
                count++;
                if (photos && nextStray <= Options.StrayQuotes && photo.Index >= nextStray * Photos.Count / (Options.StrayQuotes + 1))
                {
                    nextStray++;
                    stray.Add(new StrayQuote(writer.File, writer.Line, photo.Id));
                    writer.Write(row, raw: ReleaseColumns.OwnDescription);
                    continue;
                }

                writer.Write(row);
            }

            // Spread evenly; a photo without rows leaves its turn to the next.
            while (last is not null && nextBad <= Options.BadRows && photo.Index >= nextBad * Photos.Count / (Options.BadRows + 1))
                bad.Add(BadRowWriter.Write(writer, last, (int)nextBad++ - 1));
        }

        writer.Finish();
        return count;
    }

    private void Pack()
    {
        File.Delete(ZipPath);
        using var zip = ZipFile.Open(ZipPath, ZipArchiveMode.Create);
        foreach (var file in Directory.GetFiles(TablesFolder).Order(StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(Options.ZipFolder.Length == 0 ? Path.GetFileName(file) : $"{Options.ZipFolder}/{Path.GetFileName(file)}", CompressionLevel.Fastest);
            // The same release is the same file, byte for byte.
            entry.LastWriteTime = Written;
            using var to = entry.Open();
            using var from = File.OpenRead(file);
            from.CopyTo(to);
        }
    }

    private void Take(Record record) => (BadRows, StrayQuotes, RowCounts) = (record.BadRows, record.StrayQuotes, record.RowCounts);

    private sealed record Record(string Plan, IReadOnlyList<BadRow> BadRows, IReadOnlyList<StrayQuote> StrayQuotes, IReadOnlyDictionary<string, int> RowCounts);
}
