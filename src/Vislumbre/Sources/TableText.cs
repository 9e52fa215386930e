using System.Text;

namespace Vislumbre.Sources;

/// <summary>Cuts a table's text into records: lines, fields parted by tabs, or comma-separated values with quotes (RFC 4180).</summary>
internal static class TableText
{
    /// <summary>The longest record in characters; a longer one is a fault, so that one stray quote does not swallow a table.</summary>
    public const int MaximumRecord = 1 << 16;

    private const long MaximumBytes = 1L << 30;

    /// <summary>Reads a file's text: UTF-8 unless a byte order mark says otherwise.</summary>
    /// <exception cref="CaptionTableException">It is absent, cannot be opened, or is larger than 1 GB.</exception>
    public static string Load(string path)
    {
        try
        {
            if (!File.Exists(path)) throw new CaptionTableException(Language.Say($"There is no table {path}.", $"Não existe a tabela {path}."));
            if (new FileInfo(path).Length > MaximumBytes)
                throw new CaptionTableException(Language.Say($"{path} is larger than 1 GB: cut it into several tables.", $"{path} tem mais de 1 GB: divida-a em várias tabelas."));
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptionTableException(Language.Say($"{path} cannot be read: {e.Message}", $"{path} não pode ser lido: {e.Message}"), e);
        }
    }

    /// <summary>One record a line, its only field the whole line; blank lines are passed over.</summary>
    public static IEnumerable<TableRecord> Lines(string text)
    {
        var line = 0;
        for (var at = 0; at < text.Length;)
        {
            line++;
            var end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            var length = end > at && text[end - 1] == '\r' ? end - 1 - at : end - at;
            if (length > MaximumRecord) yield return TooLong(line);
            else if (!string.IsNullOrWhiteSpace(text.AsSpan(at, length).ToString())) yield return new TableRecord(line, [text.Substring(at, length)]);
            at = end + 1;
        }
    }

    /// <summary>Fields parted by tabs; quotes mean nothing.</summary>
    public static IEnumerable<TableRecord> Tabs(string text) =>
        Lines(text).Select(line => line.Fault is null ? line with { Fields = line.Fields[0].Split('\t') } : line);

    /// <summary>Fields parted by commas; a quoted one may hold commas, line breaks and doubled quotes.</summary>
    /// <param name="text">The table.</param>
    /// <param name="blanks">Whether records with nothing in them are given too: where rows count, one of them is a row.</param>
    public static IEnumerable<TableRecord> Commas(string text, bool blanks = false)
    {
        var (line, at) = (1, 0);
        while (at < text.Length)
        {
            var (record, end) = Record(text, at, line);
            // After a record that is too long, or whose quote never closes, the next line may be sound.
            if (record.Fault is not null) end = text.IndexOf('\n', at) is var next and >= 0 ? next + 1 : text.Length;
            if (blanks || record.Fault is not null || record.Fields.Any(field => !string.IsNullOrWhiteSpace(field))) yield return record;
            line += text.AsSpan(at, end - at).Count('\n');
            at = end;
        }
    }

    private static (TableRecord Record, int End) Record(string text, int start, int line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        var limit = (int)Math.Min(text.Length, (long)start + MaximumRecord);
        var at = start;
        for (; at < limit; at++)
        {
            var c = text[at];
            var next = at + 1 < text.Length ? text[at + 1] : '\n';
            if (quoted && c == '"' && next == '"') field.Append(text[at++]);
            else if (c == '"' && (quoted || field.Length == 0)) quoted = !quoted;
            else if (!quoted && c == ',') Close();
            else if (!quoted && c == '\n') break;
            else if (quoted || c != '\r' || next != '\n') field.Append(c);
        }

        if (quoted && at >= text.Length) return (new TableRecord(line, [], Language.Say("a quote is opened and never closed", "aspas abertas e nunca fechadas")), at);
        if (at >= limit && at < text.Length) return (TooLong(line), at);
        Close();
        return (new TableRecord(line, fields), Math.Min(at + 1, text.Length));

        void Close()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }

    private static TableRecord TooLong(int line) =>
        new(line, [], Language.Say($"longer than {MaximumRecord:N0} characters", $"mais de {MaximumRecord:N0} caracteres"));
}
