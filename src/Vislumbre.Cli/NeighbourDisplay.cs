using System.Globalization;
using Spectre.Console;
using Vislumbre.Evaluation;

namespace Vislumbre.Cli;

/// <summary>Shows what an index was measured to do: a table on a terminal, lines with tabs elsewhere, or JSON.</summary>
internal static class NeighbourDisplay
{
    public static void Write(NeighbourReport report, bool json)
    {
        if (json) Terminal.WriteJson(report);
        else if (Terminal.IsSeen) WriteTable(report);
        else WriteLines(report);
    }

    private static void WriteLines(NeighbourReport report)
    {
        Console.WriteLine("queries\tcount\trecall@1\trecall@10\trecall@100\tms p50\tms p90\tms p99\tshared ms\texact ms p50\trescored\tbytes read");
        foreach (var one in report.Queries)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Kind}\t{one.Count}\t{one.RecallAt1:0.0000}\t{one.RecallAt10:0.0000}\t{one.RecallAt100:0.0000}\t{one.Milliseconds.P50:0.000}\t{one.Milliseconds.P90:0.000}\t{one.Milliseconds.P99:0.000}\t{one.SharedMilliseconds:0.000}\t{one.ExactMilliseconds.P50:0.000}\t{one.Rescored:0}\t{one.BytesRead:0}"));
        }
    }

    private static void WriteTable(NeighbourReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Language.Say("Searching with", "Buscando com"));
        foreach (var title in new[] { "R@1", "R@10", "R@100", "p50", "p90", "p99", Language.Say("shared", "juntas"), Language.Say("exact", "exata"), Language.Say("rescored", "reavaliadas") })
            table.AddColumn(new TableColumn(title).RightAligned());
        foreach (var one in report.Queries)
        {
            table.AddRow(
                Name(one), $"{one.RecallAt1:0.000}", $"{one.RecallAt10:0.000}", $"{one.RecallAt100:0.000}", $"{one.Milliseconds.P50:0.00}", $"{one.Milliseconds.P90:0.00}", $"{one.Milliseconds.P99:0.00}",
                $"{one.SharedMilliseconds:0.00}", $"{one.ExactMilliseconds.P50:0.00}", $"{one.Rescored:N0}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(Language.Say(
            $"[grey]milliseconds to find 10, one by one, 64 in one scan, and exactly; {report.Queries.Max(one => one.BytesRead) / 1e6:N2} MB read a query at most on average[/]",
            $"[grey]milissegundos para achar 10, uma a uma, 64 em uma varredura, e exata; no máximo {report.Queries.Max(one => one.BytesRead) / 1e6:N2} MB lidos por busca, em média[/]"));
        AnsiConsole.MarkupLine(Language.Say(
            $"[grey]{report.Rows:N0} rows of {report.Dimension}; {report.ScannedBytesPerRow:0} bytes a row scanned, {report.StoredBytesPerRow:N0} where rescored; {report.FileBytes / 1e6:N1} MB on disk in {report.Blocks:N0} blocks, {report.Removed:N0} removed; kernel {report.Kernel}; all checksums right[/]",
            $"[grey]{report.Rows:N0} linhas de {report.Dimension}; {report.ScannedBytesPerRow:0} bytes por linha varridos, {report.StoredBytesPerRow:N0} se reavaliada; {report.FileBytes / 1e6:N1} MB em disco em {report.Blocks:N0} blocos, {report.Removed:N0} removidas; núcleo {report.Kernel}; somas de verificação certas[/]"));
    }

    private static string Name(NeighbourFigures figures) => figures.Kind switch
    {
        "photos" => Language.Say($"{figures.Count:N0} photos", $"{figures.Count:N0} fotos"),
        _ => Language.Say($"{figures.Count:N0} sentences", $"{figures.Count:N0} frases"),
    };
}
