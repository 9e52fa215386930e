using Dapper;

namespace Vislumbre.Catalog;

/// <summary>A filter as a condition of SQL over photos p and their details d. Values are parameters, never text of the query.</summary>
internal sealed class FilterSql
{
    private const string Width = "coalesce(d.width, p.width)";
    private const string Height = "coalesce(d.height, p.height)";

    private FilterSql()
    {
    }

    /// <summary>The values.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>The condition; it is 0 or 1, never null, so that its contrary is right.</summary>
    public string Condition { get; private set; } = "";

    public static FilterSql Of(PhotoFilter filter)
    {
        var sql = new FilterSql();
        sql.Condition = sql.Write(filter);
        return sql;
    }

    private string Write(PhotoFilter filter) => filter switch
    {
        PhotoFilter.All and => $"({string.Join(" AND ", and.Parts.Select(Write))})",
        PhotoFilter.Any or => $"({string.Join(" OR ", or.Parts.Select(Write))})",
        PhotoFilter.None not => $"(NOT {Write(not.Part)})",
        PhotoFilter.Range range => Write(range),
        PhotoFilter.Text text => Write(text),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private string Write(PhotoFilter.Range range)
    {
        var value = range.Field switch
        {
            PhotoField.Iso => "d.iso",
            PhotoField.F => "d.aperture",
            PhotoField.Focal => "d.focal_length",
            PhotoField.Submitted => "d.submitted_ms",
            PhotoField.Width => Width,
            PhotoField.Height => Height,
            _ => throw new ArgumentOutOfRangeException(nameof(range)),
        };
        var bounds = new List<string> { $"{value} IS NOT NULL" };
        if (range.Low is { } low) bounds.Add($"{value} {(range.LowIsOut ? ">" : ">=")} {Value(low)}");
        if (range.High is { } high) bounds.Add($"{value} {(range.HighIsOut ? "<" : "<=")} {Value(high)}");
        return $"coalesce({string.Join(" AND ", bounds)}, 0)";
    }

    private string Write(PhotoFilter.Text text)
    {
        var pattern = TextPattern.Fold(text.Pattern);
        return text.Field switch
        {
            PhotoField.Orientation => pattern switch
            {
                "landscape" => $"coalesce({Width} > {Height}, 0)",
                "portrait" => $"coalesce({Width} < {Height}, 0)",
                _ => $"coalesce({Width} = {Height}, 0)",
            },
            PhotoField.Is => pattern switch
            {
                "featured" => "coalesce(d.featured = 1, 0)",
                "remote" => "(p.path LIKE '%://%')",
                _ => "(coalesce(d.description, d.ai_description) IS NOT NULL)",
            },
            PhotoField.By => Any(pattern, "concat_ws(' ', d.photographer_first_name, d.photographer_last_name)", "d.photographer_username"),
            PhotoField.Camera => Any(pattern, "concat_ws(' ', d.camera_make, d.camera_model)"),
            PhotoField.Location => Any(pattern, "d.location", "d.city", "d.country", "d.landmark"),
            PhotoField.Country => Any(pattern, "d.country"),
            PhotoField.Path => Any(pattern, "p.path"),
            PhotoField.Source => $"fits(d.source, {Value(pattern)}, 1)",
            PhotoField.Keyword => InTable("keywords", "word", pattern, whole: true),
            PhotoField.Color => InTable("colours", "word", pattern, whole: true),
            PhotoField.Collection => InTable("collections", "title", pattern, whole: false),
            _ => throw new ArgumentOutOfRangeException(nameof(text)),
        };
    }

    private string Any(string pattern, params string[] values)
    {
        var name = Value(pattern);
        return $"({string.Join(" OR ", values.Select(value => $"fits({value}, {name}, 0)"))})";
    }

    // Words are few and kept once: they are compared before the rows that use them are looked up.
    private string InTable(string table, string column, string pattern, bool whole) =>
        $"(d.id IS NOT NULL AND d.id IN (SELECT t.detail_id FROM {table} t WHERE t.{column} IN (SELECT id FROM words WHERE fits(word, {Value(pattern)}, {(whole ? 1 : 0)}))))";

    private string Value(object value)
    {
        var name = $"@f{Parameters.ParameterNames.Count()}";
        Parameters.Add(name, value);
        return name;
    }
}
