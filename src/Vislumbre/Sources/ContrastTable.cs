namespace Vislumbre.Sources;

/// <summary>Captions with two pictures each, of which one fits: a folder's <c>contrasts.tsv</c> with the columns kind, caption, right, wrong and optionally language.</summary>
public sealed class ContrastTable
{
    private const string Name = "contrasts.tsv";

    private ContrastTable(IReadOnlyList<ContrastRow> rows, IReadOnlyList<CaptionFault> faults) => (Rows, Faults) = (rows, faults);

    /// <summary>The good rows, in the table's order.</summary>
    public IReadOnlyList<ContrastRow> Rows { get; }

    /// <summary>The rows left out.</summary>
    public IReadOnlyList<CaptionFault> Faults { get; }

    /// <summary>Reads a folder's table; null where it has none.</summary>
    /// <exception cref="CaptionTableException">It cannot be read, or lacks a column.</exception>
    public static ContrastTable? TryRead(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), Name);
        if (!File.Exists(path)) return null;
        var table = DelimitedTable.Read(
            path, new TableColumn(["kind"]), new TableColumn(["language"], Required: false), new TableColumn(["caption"]), new TableColumn(["right"]), new TableColumn(["wrong"]));
        var files = new TableFiles(Path.GetDirectoryName(path)!);
        var rows = new List<ContrastRow>(table.Rows.Count);
        foreach (var (line, values) in table.Rows)
        {
            var (right, rightFault) = files.Resolve(values[3]!);
            var (wrong, wrongFault) = files.Resolve(values[4]!);
            if (right is null || wrong is null) table.Faults.Add(new CaptionFault(line, rightFault ?? wrongFault!));
            else rows.Add(new ContrastRow(values[0]!, values[1], values[2]!, right, wrong));
        }

        table.Faults.Sort((a, b) => a.Line.CompareTo(b.Line));
        return new ContrastTable(rows, table.Faults);
    }
}
