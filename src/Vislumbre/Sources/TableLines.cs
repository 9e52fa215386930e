using System.Text;

namespace Vislumbre.Sources;

/// <summary>A line of a table.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Text">Its text without the line feed (a carriage return stays); empty where it is too long.</param>
/// <param name="IsTooLong">Whether it is longer than a record may be.</param>
internal readonly record struct TableLine(int Number, string Text, bool IsTooLong);

/// <summary>Reads lines ahead, so that a reader may go back to the line after the one it began with. A line without end is never held whole.</summary>
internal sealed class TableLines(TextReader text)
{
    private readonly List<TableLine> _ahead = [];
    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[1 << 14];
    private int _at;
    private int _filled;
    private int _number;
    private int _peeked;

    /// <summary>The next line; null at the end.</summary>
    public TableLine? Next()
    {
        _peeked = 0;
        if (_ahead.Count == 0) return Read();
        var line = _ahead[0];
        _ahead.RemoveAt(0);
        return line;
    }

    /// <summary>A line further ahead at each call; <see cref="Next"/> still gives the first of them until they are accepted.</summary>
    public TableLine? Peek()
    {
        if (_peeked == _ahead.Count)
        {
            if (Read() is not { } line) return null;
            _ahead.Add(line);
        }

        return _ahead[_peeked++];
    }

    /// <summary>Takes the lines that were peeked at.</summary>
    public void Accept()
    {
        _ahead.RemoveRange(0, _peeked);
        _peeked = 0;
    }

    /// <summary>Leaves the lines that were peeked at to be read once more.</summary>
    public void GoBack() => _peeked = 0;

    private TableLine? Read()
    {
        _line.Clear();
        var (any, tooLong) = (false, false);
        while (true)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, text.Read(_buffer, 0, _buffer.Length));
                if (_filled == 0) break;
            }

            any = true;
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            if (_line.Length + part.Length > TableText.MaximumRecord) tooLong = true;
            else _line.Append(part);
            _at += end < 0 ? part.Length : end + 1;
            if (end >= 0) break;
        }

        if (!any) return null;
        return new TableLine(++_number, tooLong ? "" : _line.ToString(), tooLong);
    }
}
