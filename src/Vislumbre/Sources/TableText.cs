using System.Text;

namespace Vislumbre.Sources;

/// <summary>Cuts a table's text into records, one after the other: lines, fields parted by tabs, or separated values with quotes (RFC 4180).</summary>
internal static class TableText
{
    /// <summary>The longest record in characters; a longer one is a fault, so that one stray quote does not swallow a table.</summary>
    public const int MaximumRecord = 1 << 20;

    /// <summary>Opens a file's text: UTF-8 unless a byte order mark says otherwise.</summary>
    /// <exception cref="CaptionTableException">It is absent or cannot be opened.</exception>
    public static StreamReader Open(string path)
    {
        try
        {
            if (!File.Exists(path)) throw new CaptionTableException(Language.Say($"There is no table {path}.", $"Não existe a tabela {path}."));
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptionTableException(Language.Say($"{path} cannot be read: {e.Message}", $"{path} não pode ser lido: {e.Message}"), e);
        }
    }

    /// <summary>One record a line, its only field the whole line; blank lines are passed over.</summary>
    public static IEnumerable<TableRecord> Lines(TextReader text)
    {
        var lines = new TableLines(text);
        while (lines.Next() is { } line)
        {
            if (line.IsTooLong) yield return TooLong(line.Number);
            else if (!string.IsNullOrWhiteSpace(line.Text)) yield return new TableRecord(line.Number, [Plain(line)]);
        }
    }

    /// <summary>Fields parted by tabs; quotes mean nothing.</summary>
    public static IEnumerable<TableRecord> Tabs(TextReader text) =>
        Lines(text).Select(line => line.Fault is null ? line with { Fields = line.Fields[0].Split('\t') } : line);

    /// <summary>Fields parted by a separator; a quoted one may hold separators, line breaks and doubled quotes.</summary>
    /// <remarks>A record whose quote never closes is a fault that carries the fields of its first line as if quotes meant nothing; the next line may be sound.</remarks>
    /// <param name="text">The table.</param>
    /// <param name="separator">What parts the fields.</param>
    /// <param name="blanks">Whether records with nothing in them are given too: where rows count, one of them is a row.</param>
    /// <param name="width">How many fields a record has, where that is known: then a quote that means nothing does not swallow the lines up to the next one.</param>
    public static IEnumerable<TableRecord> Quoted(TextReader text, char separator, bool blanks = false, int width = 0)
    {
        var lines = new TableLines(text);
        while (lines.Next() is { } line)
        {
            var record = Record(line, lines, separator, width);
            if (blanks || record.Fault is not null || record.Fields.Any(field => !string.IsNullOrWhiteSpace(field))) yield return record;
        }
    }

    private static TableRecord Record(TableLine first, TableLines lines, char separator, int width)
    {
        if (first.IsTooLong) return TooLong(first.Number);
        // Most records have no quotes at all.
        if (!first.Text.Contains('"', StringComparison.Ordinal)) return new TableRecord(first.Number, Plain(first).Split(separator));
        var fields = new List<string>();
        var field = new StringBuilder();
        var (quoted, length) = (false, 0);
        for (var line = first; ;)
        {
            length += line.Text.Length + 1;
            // A quote in a later line that is followed by more of a field opens one there: the first one meant nothing.
            if (!Take(line.Text, separator, fields, field, ref quoted) && line != first) return Unclosed(first, separator, lines);
            if (!quoted) break;
            if (lines.Peek() is not { } next) return Unclosed(first, separator, lines);
            if (next.IsTooLong || length + next.Text.Length > MaximumRecord) return Unclosed(first, separator, lines);
            field.Append('\n');
            line = next;
        }

        if (length > first.Text.Length + 1 && width > 0 && fields.Count + 1 != width) return Unclosed(first, separator, lines);
        lines.Accept();
        if (field.Length > 0 && field[^1] == '\r') field.Length--; // inside quotes it belongs to the field, here to the line's end
        fields.Add(field.ToString());
        return new TableRecord(first.Number, fields);
    }

    /// <summary>Takes a line's fields; false where something follows the quote that closes one.</summary>
    private static bool Take(string text, char separator, List<string> fields, StringBuilder field, ref bool quoted)
    {
        var sound = true;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (quoted && c == '"' && at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append(c);
                at++;
            }
            else if (c == '"' && (quoted || field.Length == 0))
            {
                sound &= !quoted || at + 1 == text.Length || text[at + 1] == separator || text[at + 1] == '\r';
                quoted = !quoted;
            }
            else if (!quoted && c == separator)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        return sound;
    }

    private static TableRecord Unclosed(TableLine first, char separator, TableLines lines)
    {
        lines.GoBack();
        return new TableRecord(first.Number, Plain(first).Split(separator), Language.Say("a quote is opened and never closed", "aspas abertas e nunca fechadas"));
    }

    private static string Plain(TableLine line) => line.Text.EndsWith('\r') ? line.Text[..^1] : line.Text;

    private static TableRecord TooLong(int line) =>
        new(line, [], Language.Say($"longer than {MaximumRecord:N0} characters", $"mais de {MaximumRecord:N0} caracteres"));
}
