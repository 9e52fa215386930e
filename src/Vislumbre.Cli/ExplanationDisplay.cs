using System.Globalization;
using System.Text;
using Spectre.Console;
using Vislumbre.Catalog;
using Vislumbre.Searching;

namespace Vislumbre.Cli;

/// <summary>Shows why a photo was found: a small heat map and the words that are said of it.</summary>
internal static class ExplanationDisplay
{
    /// <summary>An explanation as JSON has it.</summary>
    public static object Data(Explanation explanation) => new
    {
        explanation.Score,
        words = explanation.Words.Select(match => new { match.Word, match.Places }),
        heatMap = explanation.HeatMap is not { } heat ? null : new { heat.Rows, heat.Columns, values = heat.Values.Select(value => Math.Round(value, 3)), heat.Extent },
        explanation.NoHeatMap,
    };

    /// <summary>Lines of markup for a terminal: colours, or digits where there are none.</summary>
    public static string Markup(Explanation explanation)
    {
        var lines = new List<string>();
        if (explanation.HeatMap is { } heat) lines.AddRange(HasColours ? Blocks(heat) : Digits(heat));
        lines.AddRange(Notes(explanation).Select(note => $"[grey]{note.EscapeMarkup()}[/]"));
        return string.Join('\n', lines);
    }

    /// <summary>Plain lines: digits from 0 to 9, the hottest 9.</summary>
    public static IEnumerable<string> Lines(Explanation explanation) =>
        [.. explanation.HeatMap is { } heat ? Digits(heat) : [], .. Notes(explanation)];

    private static bool HasColours => AnsiConsole.Profile.Capabilities.ColorSystem != ColorSystem.NoColors && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static IEnumerable<string> Digits(HeatMap heat) =>
        heat.Values.Chunk(heat.Columns).Select(row => string.Join(' ', row.Select(value => ((int)MathF.Round(value * 9)).ToString(CultureInfo.InvariantCulture))));

    // Two rows a line: the upper half of a character has its own colour, so that cells are about square.
    private static IEnumerable<string> Blocks(HeatMap heat)
    {
        for (var row = 0; row < heat.Rows; row += 2)
        {
            var line = new StringBuilder();
            for (var column = 0; column < heat.Columns; column++)
            {
                var upper = Colour(heat.Values[row * heat.Columns + column]);
                line.Append(row + 1 < heat.Rows ? $"[{upper} on {Colour(heat.Values[(row + 1) * heat.Columns + column])}]▀[/]" : $"[{upper}]▀[/]");
            }

            yield return line.ToString();
        }
    }

    // From dark blue over red to yellow: brighter all the way, so that it can be read without telling hues apart.
    private static string Colour(float heat) =>
        $"#{Channel(24, 255, heat * 1.6f):x2}{Channel(24, 225, heat * 2 - 1):x2}{Channel(72, 40, heat):x2}";

    private static int Channel(int cold, int hot, float share) => (int)(cold + (hot - cold) * Math.Clamp(share, 0, 1));

    private static IEnumerable<string> Notes(Explanation explanation)
    {
        if (explanation.NoHeatMap is { } reason) yield return Terminal.OneLine(reason);
        if (explanation.HeatMap is { Extent: var extent } && extent.Width * extent.Height < 0.999)
        {
            var (width, height) = ($"{extent.Width * 100:0} %", $"{extent.Height * 100:0} %");
            yield return Language.Say($"the middle: {width} of the width, {height} of the height", $"o meio: {width} da largura, {height} da altura");
        }

        if (explanation.Words.Count > 0)
            yield return string.Join("; ", explanation.Words.Select(match => $"{Terminal.OneLine(match.Word)} ({string.Join(", ", match.Places.Select(Name))})"));
    }

    private static string Name(MatchedPlace place) => place switch
    {
        MatchedPlace.Description => Language.Say("description", "descrição"),
        MatchedPlace.Keywords => Language.Say("keywords", "palavras-chave"),
        MatchedPlace.Place => Language.Say("place", "lugar"),
        MatchedPlace.Name => Language.Say("file name", "nome do arquivo"),
        _ => Language.Say("photographer", "fotógrafo"),
    };
}
