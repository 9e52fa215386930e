namespace Vislumbre.Sources;

/// <summary>
/// Photos with captions: a table with a header and the columns <c>file</c>, <c>caption</c> and optionally <c>language</c> (tabs, or
/// commas with quotes as RFC 4180 has them), or JSON lines with <c>file</c> or <c>file_name</c>, and <c>caption</c>, <c>captions</c>
/// or <c>text</c>. A photo may have many rows.
/// </summary>
public sealed class CaptionTable
{
    private static readonly string[] Names = ["captions.tsv", "captions.csv", "captions.jsonl", "metadata.jsonl"];

    private CaptionTable(string folder, IReadOnlyList<CaptionRow> rows, IReadOnlyList<CaptionFault> faults) => (Folder, Rows, Faults) = (folder, rows, faults);

    /// <summary>The folder, absolute; files are relative to it.</summary>
    public string Folder { get; }

    /// <summary>The good rows, in the table's order.</summary>
    public IReadOnlyList<CaptionRow> Rows { get; }

    /// <summary>The rows left out: without a file or a caption, with a file outside the folder or absent, or too long.</summary>
    public IReadOnlyList<CaptionFault> Faults { get; }

    /// <summary>The table of a folder, or null where it has none: captions.tsv, captions.csv, captions.jsonl or metadata.jsonl, the first that is there.</summary>
    public static string? Find(string folder) => Array.Find(Array.ConvertAll(Names, name => Path.Combine(folder, name)), File.Exists);

    /// <summary>Reads a table.</summary>
    /// <param name="path">A folder that holds one, or the file itself: .tsv, .csv or .jsonl.</param>
    /// <exception cref="CaptionTableException">There is no table, it cannot be read, or it lacks the columns.</exception>
    public static CaptionTable Read(string path)
    {
        path = Path.GetFullPath(path);
        var table = Directory.Exists(path) ? Find(path) ?? throw NoTable(path) : path;
        var folder = Path.GetDirectoryName(table)!;
        return table.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? ReadJson(table, folder) : ReadDelimited(table, folder);
    }

    private static CaptionTable ReadDelimited(string path, string folder)
    {
        var table = DelimitedTable.Read(path, new TableColumn(["file", "file_name"]), new TableColumn(["caption", "text"]), new TableColumn(["language"], Required: false));
        var files = new TableFiles(folder);
        var rows = new List<CaptionRow>(table.Rows.Count);
        foreach (var (line, values) in table.Rows)
        {
            var (file, fault) = files.Resolve(values[0]!);
            if (file is null) table.Faults.Add(new CaptionFault(line, fault!));
            else rows.Add(new CaptionRow(file, values[2], values[1]!));
        }

        table.Faults.Sort((a, b) => a.Line.CompareTo(b.Line));
        return new CaptionTable(folder, rows, table.Faults);
    }

    private static CaptionTable ReadJson(string path, string folder)
    {
        var files = new TableFiles(folder);
        var rows = new List<CaptionRow>();
        var faults = new List<CaptionFault>();
        var described = false;
        using var text = TableText.Open(path);
        foreach (var record in TableText.Lines(text))
        {
            var parsed = record.Fault is null ? JsonCaptions.Parse(record.Fields[0]) : new JsonCaptions { Fault = record.Fault };
            described |= parsed.File is not null;
            var (file, fault) = parsed.File is null ? (null, parsed.Fault) : files.Resolve(parsed.File);
            if (file is null || parsed.Fault is not null) faults.Add(new CaptionFault(record.Line, parsed.Fault ?? fault!));
            if (file is not null) rows.AddRange(parsed.Captions.Select(caption => new CaptionRow(file, parsed.Language, caption)));
        }

        if (described) return new CaptionTable(folder, rows, faults);
        throw new CaptionTableException(Language.Say(
            $"{path} has no line with a file: each must be an object with file_name and text.", $"{path} não tem linha com arquivo: cada uma deve ser um objeto com file_name e text."));
    }

    private static CaptionTableException NoTable(string folder) => new(Language.Say(
        $"{folder} holds no {Names[0]} (nor {string.Join(", ", Names[1..])}).", $"{folder} não contém {Names[0]} (nem {string.Join(", ", Names[1..])})."));
}
