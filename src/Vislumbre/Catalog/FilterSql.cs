using System.Globalization;
using Dapper;

namespace Vislumbre.Catalog;

/// <summary>A filter as a condition of SQL over photos p, their details d and their looks k. Values are parameters, never text of the query.</summary>
internal sealed class FilterSql
{
    private const string Width = "coalesce(d.width, p.width)";
    private const string Height = "coalesce(d.height, p.height)";
    private const string Latitude = "coalesce(d.latitude, k.latitude, d.landmark_latitude)";
    private const string Remote = "(p.path LIKE '%://%')";
    private const string Longitude = "coalesce(d.longitude, k.longitude, d.landmark_longitude)";

    // Lightness counts half: a person who asks for red takes a darker one. Seven names in ten of neighbouring hues stay apart at this distance
    // (docs/query-language.md).
    private const double ColourDistance = 0.12, LightnessWeight = 0.5, LeastCoverage = 0.05;

    private static readonly TimeSpan New = TimeSpan.FromDays(7);

    private readonly string _false;

    private FilterSql(string falseValue) => _false = falseValue;

    /// <summary>The values.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>The condition; it is 0 or 1, never null, so that its contrary is right.</summary>
    public string Condition { get; private set; } = "";

    /// <summary>A filter's condition.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="falseValue">The database's word for false.</param>
    public static FilterSql Of(PhotoFilter filter, string falseValue)
    {
        var sql = new FilterSql(falseValue);
        sql.Condition = sql.Write(filter);
        return sql;
    }

    /// <summary>The columns of <see cref="ConditionFacts"/>.</summary>
    /// <param name="falseValue">The database's word for false.</param>
    public static string Facts(string falseValue) => $"""
        p.id, CAST({Number(PhotoField.Width)} AS double precision) AS width, CAST({Number(PhotoField.Height)} AS double precision) AS height,
        CAST({Number(PhotoField.Taken)} AS double precision) AS taken, CAST({Number(PhotoField.Submitted)} AS double precision) AS submitted,
        CAST({Number(PhotoField.Iso)} AS double precision) AS iso, {Number(PhotoField.F)} AS aperture, {Number(PhotoField.Focal)} AS focal_length,
        {Featured(falseValue)} AS is_featured, {Remote} AS is_remote
        """;

    private string Write(PhotoFilter filter) => filter switch
    {
        PhotoFilter.All and => $"({string.Join(" AND ", and.Parts.Select(Write))})",
        PhotoFilter.Any or => $"({string.Join(" OR ", or.Parts.Select(Write))})",
        PhotoFilter.None not => $"(NOT {Write(not.Part)})",
        PhotoFilter.Range range => Write(range),
        PhotoFilter.Text text => Write(text),
        PhotoFilter.Colour colour => Write(colour),
        PhotoFilter.Near near => $"coalesce(distance_km({Latitude}, {Longitude}, {Value(near.Latitude)}, {Value(near.Longitude)}) <= {Value(near.Kilometres)}, {_false})",
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static string Number(PhotoField field) => field switch
    {
        PhotoField.Iso => "coalesce(d.iso, k.iso)",
        PhotoField.F => "coalesce(d.aperture, k.aperture)",
        PhotoField.Focal => "coalesce(d.focal_length, k.focal_length)",
        PhotoField.Submitted => "d.submitted_ms",
        PhotoField.Taken => "k.taken_ms",
        PhotoField.Width => Width,
        PhotoField.Height => Height,
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    private static string Featured(string falseValue) => $"coalesce(d.featured = 1, {falseValue})";

    private string Write(PhotoFilter.Range range)
    {
        var value = Number(range.Field);
        var bounds = new List<string> { $"{value} IS NOT NULL" };
        if (range.Low is { } low) bounds.Add($"{value} {(range.LowIsOut ? ">" : ">=")} {Value(low)}");
        if (range.High is { } high) bounds.Add($"{value} {(range.HighIsOut ? "<" : "<=")} {Value(high)}");
        return $"coalesce({string.Join(" AND ", bounds)}, {_false})";
    }

    private string Write(PhotoFilter.Text text)
    {
        var pattern = TextPattern.Fold(text.Pattern);
        return text.Field switch
        {
            PhotoField.Orientation => pattern switch
            {
                "landscape" => $"coalesce({Width} > {Height}, {_false})",
                "portrait" => $"coalesce({Width} < {Height}, {_false})",
                _ => $"coalesce({Width} = {Height}, {_false})",
            },
            PhotoField.Is => pattern switch
            {
                "featured" => Featured(_false),
                "remote" => Remote,
                "new" => $"(p.added_ticks >= {Value((DateTime.UtcNow - New).Ticks)})",
                "failed" => "(p.status = 1)",
                "duplicate" => "(p.id IN (SELECT photo_id FROM look_alikes))",
                _ => "(coalesce(d.description, d.ai_description, k.description) IS NOT NULL)",
            },
            PhotoField.By => Any(pattern, "concat_ws(' ', d.photographer_first_name, d.photographer_last_name)", "d.photographer_username", "k.photographer"),
            PhotoField.Camera => Any(pattern, "concat_ws(' ', d.camera_make, d.camera_model)", "concat_ws(' ', k.camera_make, k.camera_model)"),
            PhotoField.Lens => Any(pattern, "k.lens"),
            PhotoField.Location => Any(pattern, "d.location", "d.city", "d.country", "d.landmark", "k.location", "k.city", "k.country"),
            PhotoField.Country => Any(pattern, "d.country", "k.country"),
            PhotoField.Path => Any(pattern, "p.path"),
            PhotoField.Source => $"fits(d.source, {Value(pattern)}, 1)",
            PhotoField.Keyword => $"({InTable("keywords", "word", pattern, whole: true)} OR fits_a_line(k.keywords, {Value(pattern)}))",
            PhotoField.Color => InTable("colours", "word", pattern, whole: true),
            PhotoField.Collection =>
                $"({InTable("collections", "title", pattern, whole: false)} OR p.id IN (SELECT l.photo_id FROM list_photos l JOIN lists n ON n.id = l.list_id WHERE fits(n.name, {Value(pattern)}, 0)))",
            _ => throw new ArgumentOutOfRangeException(nameof(text)),
        };
    }

    private string Write(PhotoFilter.Colour colour)
    {
        var distance = string.Create(CultureInfo.InvariantCulture, $"({LightnessWeight} * (c.l - {Value(colour.L)}) * {LightnessWeight} * (c.l - {Value(colour.L)}) + (c.a - {Value(colour.A)}) * (c.a - {Value(colour.A)}) + (c.b - {Value(colour.B)}) * (c.b - {Value(colour.B)}))");
        var own = FormattableString.Invariant($"p.id IN (SELECT c.photo_id FROM look_colours c WHERE c.coverage >= {LeastCoverage} AND ") + FormattableString.Invariant($"{distance} <= {ColourDistance * ColourDistance})");
        return colour.Name is null ? $"({own})" : $"({own} OR {InTable("colours", "word", TextPattern.Fold(colour.Name), whole: true)})";
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
        // No text of a database holds a NUL, so nothing fits one.
        Parameters.Add(name, value is string text ? text.Replace('\0', '\uFFFD') : value);
        return name;
    }
}
