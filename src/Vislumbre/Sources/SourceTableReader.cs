using System.Globalization;
using System.Text.Json;

namespace Vislumbre.Sources;

/// <summary>Reads the rows of one file of a source's table: fields parted by tabs (or commas, where the first line has no tabs), quoted as RFC 4180 has it.</summary>
/// <param name="table">What is read.</param>
/// <param name="file">The file's name, for faults.</param>
/// <param name="fault">Told of rows and values that are left out.</param>
internal sealed class SourceTableReader(SourceTable table, string file, Action<TableFault> fault)
{
    private int[] _places = [];
    private (int Place, string Name)[] _rest = [];
    private int _width;

    /// <summary>Reads the good rows.</summary>
    /// <returns>The values in the order of the table's columns, null where there is nothing; after them what else the row says, where the table keeps it.</returns>
    /// <exception cref="SourceException">The first line lacks a column that must be there.</exception>
    public IEnumerable<object?[]> Read(TextReader text)
    {
        var first = text.Peek() < 0 ? null : text.ReadLine();
        if (first is null) yield break;
        var separator = first.Contains('\t', StringComparison.Ordinal) || !first.Contains(',', StringComparison.Ordinal) ? '\t' : ',';
        // The header was a line of its own.
        var header = first.Split(separator);
        var records = TableText.Quoted(text, separator, width: header.Length).Select(record => record with { Line = record.Line + 1 });
        foreach (var row in Read(header, records)) yield return row;
    }

    /// <summary>Reads the good rows among records.</summary>
    /// <param name="header">The columns' names.</param>
    /// <param name="records">Fields in the order of the names; empty where there is nothing.</param>
    /// <exception cref="SourceException">A column lacks that must be there.</exception>
    public IEnumerable<object?[]> Read(string[] header, IEnumerable<TableRecord> records)
    {
        TakeHeader(header);
        foreach (var record in records)
        {
            if (Row(record) is { } row) yield return row;
        }
    }

    private void TakeHeader(string[] fields)
    {
        var header = Array.ConvertAll(fields, field => field.Trim('\uFEFF', ' ', '"', '\r'));
        _width = header.Length;
        _places = [.. table.Columns.Select(column => Array.FindIndex(header, name => column.Headers.Contains(name, StringComparer.OrdinalIgnoreCase)))];
        if (table.Columns.Where((column, i) => column.Required && _places[i] < 0).ToList() is { Count: > 0 } absent)
        {
            var lacking = string.Join(", ", absent.Select(column => column.Headers[0]));
            throw new SourceException(Language.Say($"{file} lacks a column in its first line: {lacking}.", $"Falta em {file}, na primeira linha, a coluna: {lacking}."));
        }

        if (table.KeepsRest) _rest = [.. header.Select((name, place) => (place, name)).Where(column => !_places.Contains(column.place)).DistinctBy(column => column.name)];
    }

    private object?[]? Row(TableRecord record)
    {
        var line = record.Line;
        // A quote that opens a field and means nothing: the row is sound if it has as many fields as it should.
        if (record.Fault is not null && record.Fields.Count != _width) return Refuse(line, record.Fault);
        if (record.Fields.Count != _width)
            return Refuse(line, Language.Say($"{record.Fields.Count} fields where the first line has {_width}", $"{record.Fields.Count} campos onde a primeira linha tem {_width}"));

        var row = new object?[table.Columns.Count + (table.KeepsRest ? 1 : 0)];
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            if (_places[i] >= 0 && Filled(record.Fields[_places[i]]) is { } field)
            {
                row[i] = Parse(field, column.Value);
                if (row[i] is null)
                {
                    var reason = Unfit(column, field);
                    if (column.Required) return Refuse(line, reason);
                    fault(new TableFault(file, line, Language.Say($"{reason}; left empty", $"{reason}; deixado vazio")));
                }
            }
            else if (column.Required)
            {
                return Refuse(line, Language.Say($"no {column.Headers[0]}", $"sem {column.Headers[0]}"));
            }
        }

        if (table.KeepsRest) row[^1] = Rest(record.Fields);
        return row;
    }

    private object?[]? Refuse(int line, string reason)
    {
        fault(new TableFault(file, line, reason));
        return null;
    }

    private string? Rest(IReadOnlyList<string> fields)
    {
        var rest = _rest.Where(column => Filled(fields[column.Place]) is not null).ToDictionary(column => column.Name, column => fields[column.Place]);
        return rest.Count == 0 ? null : JsonSerializer.Serialize(rest);
    }

    // \N is how databases write nothing.
    private static string? Filled(string field) => string.IsNullOrWhiteSpace(field) || field == @"\N" ? null : field;

    private static object? Parse(string field, SourceValue value)
    {
        switch (value)
        {
            case SourceValue.Whole:
                if (long.TryParse(field, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var whole)) return whole;
                return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && real == Math.Floor(real) && Math.Abs(real) < 1e15 ? (long)real : null;
            case SourceValue.Number:
                return Number(field);
            case SourceValue.Truth:
                return field.Trim().ToLowerInvariant() switch { "t" or "true" or "1" or "y" or "yes" => 1L, "f" or "false" or "0" or "n" or "no" => 0L, _ => null };
            case SourceValue.Moment:
                return DateTimeOffset.TryParse(field, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUnixTimeMilliseconds() : null;
            case SourceValue.Key:
                return IsKey(field.Trim()) ? field.Trim() : null;
            case SourceValue.Address:
                return AddressPolicy.IsHttp(field.Trim()) ? field.Trim() : null;
            default:
                return field;
        }
    }

    // Cameras write "f/2.8", "35 mm" and "28/10", too.
    private static double? Number(string field)
    {
        var bare = field.Trim();
        if (bare.StartsWith("f/", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("ƒ/", StringComparison.Ordinal)) bare = bare[2..];
        if (bare.EndsWith("mm", StringComparison.OrdinalIgnoreCase)) bare = bare[..^2];
        var parts = bare.Split('/');
        if (parts.Length > 2 || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        if (parts.Length == 2) number = double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var divisor) ? number / divisor : double.NaN;
        return double.IsFinite(number) ? number : null;
    }

    // It becomes a file's name.
    private static bool IsKey(string field) => field.Length <= 64 && field.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Unfit(SourceColumn column, string field)
    {
        var shown = field.Length > 60 ? field[..60] + "…" : field;
        var (english, portuguese) = column.Value switch
        {
            SourceValue.Whole => ("not a whole number", "não é um número inteiro"),
            SourceValue.Number => ("not a number", "não é um número"),
            SourceValue.Truth => ("neither t nor f", "nem t nem f"),
            SourceValue.Moment => ("not a date", "não é uma data"),
            SourceValue.Key => ("not a photo's id", "não é o id de uma foto"),
            _ => ("not an http address", "não é um endereço http"),
        };
        return Language.Say($"{column.Headers[0]} is {english}: {shown}", $"{column.Headers[0]} {portuguese}: {shown}");
    }
}
