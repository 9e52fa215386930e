namespace Vislumbre.Sources;

/// <summary>A table with a header: fields by the names of their columns, bad rows apart.</summary>
internal sealed class DelimitedTable
{
    private DelimitedTable(List<(int, string?[])> rows, List<CaptionFault> faults) => (Rows, Faults) = (rows, faults);

    /// <summary>Each good row's line, and its trimmed values in the order of the columns asked for; null where an optional one is empty.</summary>
    public IReadOnlyList<(int Line, string?[] Values)> Rows { get; }

    /// <summary>The rows left out.</summary>
    public List<CaptionFault> Faults { get; }

    /// <summary>Reads a table: a file that ends in .csv by commas, any other by tabs.</summary>
    /// <exception cref="CaptionTableException">It is absent, cannot be read, or lacks a required column.</exception>
    public static DelimitedTable Read(string path, params TableColumn[] columns)
    {
        using var text = TableText.Open(path);
        using var records = (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? TableText.Quoted(text, ',') : TableText.Tabs(text)).GetEnumerator();
        var header = records.MoveNext() ? records.Current.Fields.Select(field => field.Trim().Trim('"')).ToList() : [];
        var places = Array.ConvertAll(columns, column => header.FindIndex(name => column.Names.Contains(name, StringComparer.OrdinalIgnoreCase)));
        if (columns.Where((column, i) => column.Required && places[i] < 0).ToList() is { Count: > 0 } absent)
        {
            var lacking = string.Join(", ", absent.Select(column => column.Names[0]));
            throw new CaptionTableException(Language.Say($"{path} lacks a column in its first line: {lacking}.", $"Falta em {path}, na primeira linha, a coluna: {lacking}."));
        }

        var rows = new List<(int, string?[])>();
        var faults = new List<CaptionFault>();
        while (records.MoveNext())
        {
            var record = records.Current;
            if (record.Fault is { } fault)
            {
                faults.Add(new CaptionFault(record.Line, fault));
                continue;
            }

            var values = Array.ConvertAll(places, place => place >= 0 && place < record.Fields.Count && record.Fields[place].Trim() is { Length: > 0 } value ? value : null);
            var empty = Enumerable.Range(0, columns.Length).FirstOrDefault(i => columns[i].Required && values[i] is null, -1);
            if (empty < 0) rows.Add((record.Line, values));
            else faults.Add(new CaptionFault(record.Line, Language.Say($"has no {columns[empty].Names[0]}", $"sem {columns[empty].Names[0]}")));
        }

        return new DelimitedTable(rows, faults);
    }
}
