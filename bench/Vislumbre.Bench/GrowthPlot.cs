using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vislumbre.Bench;

/// <summary>Draws how searching grows with the number of rows: both axes logarithmic, a line a way.</summary>
internal static class GrowthPlot
{
    private const int Width = 860, Height = 520, Left = 70, Right = 230, Top = 30, Bottom = 50;

    // What is drawn, its words and its colour.
    private static readonly (string Kind, string Figure, string Name, string Colour)[] Lines =
    [
        ("Hard", "milliseconds", "Vislumbre, two modes", "#0b6e4f"), ("Clustered", "milliseconds", "Vislumbre, clusters", "#3aa981"), ("Real", "milliseconds", "Vislumbre, real photos (128-d)", "#8fd3b6"),
        ("Hard", "int8Milliseconds", "exact int8 scan", "#7a5195"), ("Hard", "exactMilliseconds", "exact fp32 scan", "#bc5090"),
        ("Hard", "flatMilliseconds", "faiss IndexFlatIP", "#ef5675"), ("Hard", "numpyMilliseconds", "numpy X@q, argsort", "#ffa600"), ("Hard", "readMilliseconds", "merely reading our codes", "#999999"),
    ];

    public static async Task WriteAsync(string kept, string picture)
    {
        var points = (await File.ReadAllLinesAsync(kept)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var series = Lines.Select(line => (line.Name, line.Colour, Points: points.Where(point => Enum.GetName((VectorKind)point.GetProperty("kind").GetInt32()) == line.Kind && point.GetProperty("figures").TryGetProperty(line.Figure, out _))
            .Select(point => (Rows: point.GetProperty("figures").GetProperty("rows").GetDouble(), Ms: point.GetProperty("figures").GetProperty(line.Figure).GetDouble())).GroupBy(point => point.Rows).Select(same => same.Last()).OrderBy(point => point.Rows).ToList()))
            .Where(line => line.Points.Count > 0).ToList();
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (var decade = -1; decade <= 3; decade++) Grid(svg, Y(Math.Pow(10, decade)), $"{Math.Pow(10, decade):0.###} ms");
        foreach (var rows in new[] { 25e3, 100e3, 1e6, 10e6 })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(rows):0}\" x2=\"{X(rows):0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#eee\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(rows):0}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\" fill=\"#333\">{(rows >= 1e6 ? $"{rows / 1e6:0} M" : $"{rows / 1e3:0} k")}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\" fill=\"#333\">rows of 512; one query, k 10, median, warm, two cores</text>\n");
        // Names stand beside the ends of their lines, moved apart where those are close.
        var free = (double)Top;
        foreach (var (name, colour, at) in series.OrderBy(line => Y(line.Points[^1].Ms)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" points=\"{string.Join(' ', at.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Rows):0.0},{Y(point.Ms):0.0}")))}\"/>\n");
            foreach (var (rows, ms) in at) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(rows):0.0}\" cy=\"{Y(ms):0.0}\" r=\"3.5\" fill=\"{colour}\"/>");
            free = Math.Max(free + 17, Y(at[^1].Ms));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right + 12}\" y=\"{free + 4:0.0}\" fill=\"{colour}\">{name}: {at[^1].Ms:0.##} ms</text>\n");
        }

        await File.WriteAllTextAsync(picture, svg.Append("</svg>\n").ToString());
    }

    private static void Grid(StringBuilder svg, double y, string text)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\" stroke=\"#ddd\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:0.0}\" text-anchor=\"end\" fill=\"#333\">{text}</text>\n");
    }

    private static double X(double rows) => Left + (Math.Log10(rows) - Math.Log10(20e3)) / (Math.Log10(12e6) - Math.Log10(20e3)) * (Width - Left - Right);

    private static double Y(double ms) => Height - Bottom - (Math.Log10(ms) + 1.2) / 4.4 * (Height - Top - Bottom);
}
