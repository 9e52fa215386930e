using System.Globalization;
using Spectre.Console;
using Vislumbre.Evaluation;

namespace Vislumbre.Cli;

/// <summary>Shows what a bank of ordinary sentences does for the ranking: a table on a terminal, lines with tabs elsewhere.</summary>
internal static class BankDisplay
{
    public static void Write(BankReport? report)
    {
        if (report is null) return;
        if (Terminal.IsSeen) WriteTable(report);
        else WriteLines(report);
    }

    private static void WriteLines(BankReport report)
    {
        Console.WriteLine();
        Console.WriteLine($"ranking\tbeta\tqueries\t{string.Join('\t', report.Methods[0].Figures.Recalls.Select(recall => $"recall@{recall.K}\tlow\thigh"))}\tmrr\tndcg@10");
        foreach (var method in report.Methods)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{method.Name}\t{method.Beta}\t{method.Figures.Queries}\t{string.Join('\t', method.Figures.Recalls.Select(recall => string.Create(CultureInfo.InvariantCulture, $"{recall.Recall.Value:0.0000}\t{recall.Recall.Low:0.0000}\t{recall.Recall.High:0.0000}")))}\t{method.Figures.MeanReciprocalRank.Value:0.0000}\t{method.Figures.NdcgAt10:0.0000}"));
        }
    }

    private static void WriteTable(BankReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Language.Say("Ranked by", "Ordem por"));
        foreach (var recall in report.Methods[0].Figures.Recalls) table.AddColumn(new TableColumn($"R@{recall.K} %").RightAligned());
        foreach (var title in new[] { "MRR", "nDCG@10" }) table.AddColumn(new TableColumn(title).RightAligned());
        foreach (var method in report.Methods)
        {
            table.AddRow([
                Name(method), .. method.Figures.Recalls.Select(recall => $"{100 * recall.Recall.Value:0.0} [grey]{100 * recall.Recall.Low:0.0}–{100 * recall.Recall.High:0.0}[/]"),
                $"{method.Figures.MeanReciprocalRank.Value:0.000}", $"{method.Figures.NdcgAt10:0.000}"]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(Language.Say($"[grey]words → photo; a bank of {report.Sentences:N0} sentences[/]", $"[grey]palavras → foto; um banco de {report.Sentences:N0} frases[/]"));
    }

    private static string Name(RankingMethod method) => method.Name switch
    {
        "score" => Language.Say("score", "nota"),
        "strength" => Language.Say("strength", "força"),
        _ => $"QB-Norm, β {method.Beta:0.#}",
    };
}
