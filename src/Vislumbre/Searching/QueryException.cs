namespace Vislumbre.Searching;

/// <summary>A query cannot be understood; the message says what would be right.</summary>
public sealed class QueryException : VislumbreException
{
    /// <summary>Makes one that points at a place.</summary>
    /// <param name="message">What is wrong there, and what would be right.</param>
    /// <param name="query">The query.</param>
    /// <param name="position">The first character that is meant, from 0.</param>
    /// <param name="length">How many characters are meant.</param>
    public QueryException(string message, string query, int position, int length) : base(message) => (Query, Position, Length) = (query, position, length);

    /// <summary>The query.</summary>
    public string Query { get; }

    /// <summary>The first character that is meant, from 0.</summary>
    public int Position { get; }

    /// <summary>How many characters are meant.</summary>
    public int Length { get; }

    /// <summary>The query, and below it a mark under the place.</summary>
    public string Marked => $"{Query.ReplaceLineEndings(" ")}\n{new string(' ', Position)}{new string('^', Math.Max(1, Length))}";
}
