using System.Globalization;
using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>A query as it was understood: words and photos with weights, and a condition. Written out it is the same query.</summary>
/// <param name="Terms">Words, those that stand free first.</param>
/// <param name="Likes">Photos.</param>
/// <param name="Filter">The condition; null for none.</param>
public sealed record QueryExpression(IReadOnlyList<QueryTerm> Terms, IReadOnlyList<QueryLike> Likes, PhotoFilter? Filter)
{
    /// <summary>Understands a query (docs/query-language.md).</summary>
    /// <exception cref="QueryException">It cannot be understood; the place is named.</exception>
    public static QueryExpression Parse(string query) => new QueryParser(query).Parse();

    /// <summary>The conditions that all must hold, one by one.</summary>
    public IReadOnlyList<PhotoFilter> Conditions => Filter switch { null => [], PhotoFilter.All and => and.Parts, _ => [Filter] };

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Terms.Select(Write).Concat(Likes.Select(Write)).Concat(Conditions.Select(Write)));

    /// <summary>The query without one of its conditions.</summary>
    public QueryExpression Without(PhotoFilter condition)
    {
        List<PhotoFilter> rest = [.. Conditions.Where(one => !ReferenceEquals(one, condition))];
        return this with { Filter = rest.Count switch { 0 => null, 1 => rest[0], _ => new PhotoFilter.All(rest) } };
    }

    /// <summary>A condition as a person writes it.</summary>
    public static string Written(PhotoFilter condition) => Write(condition);

    /// <summary>A condition on a text as a person writes it.</summary>
    public static string Written(PhotoField field, string value) => $"{Name(field)}:{Value(value)}";

    private static string Write(QueryTerm term) =>
        !term.IsQuoted && term.Weight == 1 ? term.Text : $"{(term.Weight < 0 ? "-" : "")}{Quote(term.Text)}{Weight(term.Weight)}";

    private static string Write(QueryLike like) => $"{(like.Weight < 0 ? "-" : "")}like:{Value(like.Photo)}{Weight(like.Weight)}";

    private static string Write(PhotoFilter filter) => filter switch
    {
        PhotoFilter.All and => $"({string.Join(' ', and.Parts.Select(Write))})",
        PhotoFilter.Any or => $"({string.Join(" OR ", or.Parts.Select(Write))})",
        PhotoFilter.None { Part: PhotoFilter.None twice } => $"-({Write(twice)})",
        PhotoFilter.None not => "-" + Write(not.Part),
        PhotoFilter.Text text => $"{Name(text.Field)}:{Value(text.Pattern)}",
        PhotoFilter.Colour colour => $"{Name(PhotoField.Color)}:{Value(colour.Written)}",
        PhotoFilter.Near near => $"{Name(PhotoField.Near)}:{near.Written}",
        PhotoFilter.Range range => $"{Name(range.Field)}:{range.Written}",
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static string Name(PhotoField field) => field.ToString().ToLowerInvariant();

    private static string Weight(double weight) => Math.Abs(weight) == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"^{Math.Abs(weight):0.####################}");

    private static string Value(string value) => value.Length > 0 && value.All(c => !char.IsWhiteSpace(c) && c is not ('"' or '(' or ')' or '^' or '\\')) ? value : Quote(value);

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
