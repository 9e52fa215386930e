using System.Buffers;
using System.Text;

namespace Vislumbre.Testing.Unsplash;

/// <summary>Writes a table split into files, and tells where each row begins.</summary>
internal sealed class TableWriter : IDisposable
{
    // What makes pandas' QUOTE_MINIMAL quote a field of a table parted by tabs.
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\t\"\r\n");
    private readonly string _folder, _name;
    private readonly ReleaseOptions _options;
    private readonly string[] _header;
    private readonly int[] _order;
    private StreamWriter? _writer;
    private int _part = -1;

    public TableWriter(string folder, string table, ReleaseOptions options)
    {
        var columns = ReleaseColumns.Of(table);
        (_folder, Table, _name, _options) = (folder, table, table + (options.CsvNames ? ".csv" : ".tsv"), options);
        var order = Enumerable.Range(0, columns.Length);
        _order = [.. options.ReorderedColumns ? order.Reverse() : order];
        if (options.ExtraColumn)
            _order = [_order[0], -1, .. _order[1..]];
        _header = [.. columns.Select(column => options.RenamedColumns.GetValueOrDefault($"{table}.{column}", column))];
    }

    /// <summary>Which table: photos, keywords and so on.</summary>
    public string Table { get; }

    /// <summary>The file's name, as it is being written.</summary>
    public string File => $"{_name}{_part:000}";

    /// <summary>The line at which the next row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Which record the next row is, from 1.</summary>
    public int Record { get; private set; }

    /// <summary>Goes on with the part that a photo's rows belong to.</summary>
    public void Turn(int photo)
    {
        var part = (int)((long)photo * _options.Parts / Math.Max(1, _options.Photos));
        while (_part < part)
            Open(_part + 1);
    }

    /// <summary>Writes a row.</summary>
    /// <param name="fields">In the order of the columns as Lite has them.</param>
    /// <param name="count">How many fields are written before the row ends early.</param>
    /// <param name="raw">The column that is not quoted whatever is in it; -1: none.</param>
    public void Write(string[] fields, int count = int.MaxValue, int raw = -1)
    {
        for (var i = 0; i < _order.Length && i < count; i++)
        {
            if (i > 0)
                _writer!.Write('\t');
            var field = _order[i] < 0 ? "of 2024" : fields[_order[i]];
            if (_order[i] == raw || !field.AsSpan().ContainsAny(Quoted))
            {
                _writer!.Write(field);
                continue;
            }

            _writer!.Write('"');
            _writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
            _writer.Write('"');
            Line += field.AsSpan().Count('\n');
        }

        _writer!.Write('\n');
        Line++;
        Record++;
    }

    /// <summary>Writes the parts that no photo came to.</summary>
    public void Finish()
    {
        while (_part < _options.Parts - 1)
            Open(_part + 1);
    }

    public void Dispose() => _writer?.Dispose();

    private void Open(int part)
    {
        _writer?.Dispose();
        _part = part;
        _writer = new StreamWriter(Path.Combine(_folder, File), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
        (Line, Record) = (2, 2);
        _writer.Write(string.Join('\t', _order.Select(column => column < 0 ? "release_note" : _header[column])) + "\n");
    }
}
