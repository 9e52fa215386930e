using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vislumbre.Training.Reporting;

/// <summary>Draws a run's loss and recall as an SVG that follows the reader's light or dark scheme.</summary>
internal static class CurvesChart
{
    private const double Width = 760, Height = 380, Left = 56, Right = 56, Top = 28, Bottom = 44;

    /// <summary>Reads the log and writes the chart.</summary>
    public static void Write(string log, string path)
    {
        var (losses, recalls) = Read(log);
        File.WriteAllText(path, Draw(Thinned(losses), recalls));
    }

    private static (List<(int Step, double Value)> Losses, List<(int Step, double One, double Five)> Recalls) Read(string log)
    {
        var losses = new List<(int, double)>();
        var recalls = new List<(int, double, double)>();
        foreach (var line in File.ReadLines(log))
        {
            using var document = JsonDocument.Parse(line);
            var (root, step) = (document.RootElement, document.RootElement.GetProperty("step").GetInt32());
            if (root.TryGetProperty("loss", out var loss)) losses.Add((step, loss.GetDouble()));
            else recalls.Add((step, root.GetProperty("recall1").GetDouble(), root.GetProperty("recall5").GetDouble()));
        }

        return (losses, recalls);
    }

    /// <summary>At most some 300 points, each the mean of its stretch: a batch's loss is noisy.</summary>
    private static List<(int Step, double Value)> Thinned(List<(int Step, double Value)> losses) =>
        [.. losses.Chunk(Math.Max(1, losses.Count / 300)).Select(stretch => (stretch[^1].Step, stretch.Average(point => point.Value)))];

    private static string Draw(List<(int Step, double Value)> losses, List<(int Step, double One, double Five)> recalls)
    {
        var steps = Math.Max(1, losses.Count == 0 ? 1 : losses[^1].Step);
        var highest = losses.Count == 0 ? 1 : Math.Ceiling(losses.Max(point => point.Value));
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{{Width}}} {{{Height}}}" font-family="system-ui, sans-serif" font-size="12">
            <style>:root{--ink:#333;--line:#ddd;--loss:#c2410c;--one:#1d4ed8;--five:#0f766e}@media(prefers-color-scheme:dark){:root{--ink:#ddd;--line:#444;--loss:#fb923c;--one:#93c5fd;--five:#5eead4}}text{fill:var(--ink)}path{fill:none;stroke-width:2}</style>

            """));
        for (var i = 0; i <= 4; i++)
        {
            var y = Y(i / 4.0);
            Append($"""<path d="M{Left} {y:0.#}H{Width - Right}" style="stroke:var(--line);stroke-width:1"/>""");
            Append($"""<text x="{Left - 8}" y="{y + 4:0.#}" text-anchor="end">{highest * i / 4:0.##}</text><text x="{Width - Right + 8}" y="{y + 4:0.#}">{i * 25}%</text>""");
            Append($"""<text x="{X(steps * i / 4.0):0.#}" y="{Height - Bottom + 20}" text-anchor="middle">{steps * i / 4}</text>""");
        }

        Curve("loss", losses.Select(point => (point.Step, point.Value / highest)));
        Curve("one", recalls.Select(point => (point.Step, point.One)));
        Curve("five", recalls.Select(point => (point.Step, point.Five)));
        Append($"""<text x="{Left}" y="16" style="fill:var(--loss)">loss</text><text x="{Width - Right - 90}" y="16" style="fill:var(--one)" text-anchor="end">recall@1</text><text x="{Width - Right}" y="16" style="fill:var(--five)" text-anchor="end">recall@5</text>""");
        Append($"""<text x="{Width / 2}" y="{Height - 8}" text-anchor="middle">step</text>""");
        return svg.Append("</svg>\n").ToString();

        double X(double step) => Left + (Width - Left - Right) * step / steps;
        double Y(double share) => Height - Bottom - (Height - Top - Bottom) * share;
        void Append(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Curve(string name, IEnumerable<(int Step, double Share)> points)
        {
            var path = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Step):0.#} {Y(point.Share):0.#}")));
            if (path.Length > 0) svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{path}" style="stroke:var(--{name})"/>""").Append('\n');
        }
    }
}
