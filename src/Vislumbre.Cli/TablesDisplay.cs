using Vislumbre.Indexing;

namespace Vislumbre.Cli;

/// <summary>Shows that a source's tables are being taken, and what was taken.</summary>
internal static class TablesDisplay
{
    private const int MaximumListed = 10;

    public static Task<TablesReport> RunAsync(Func<IProgress<long>, Task<TablesReport>> work, bool quiet) =>
        new ProgressDisplay<long>(Language.Say("reading the tables", "lendo as tabelas"), Console.Out, staged: true, rows => (0, 0, Language.Say($"{rows:N0} rows of the tables", $"{rows:N0} linhas das tabelas"))).RunAsync(
            progress => work(progress), quiet);

    public static void Write(TablesReport report)
    {
        if (report.Unchanged) return;
        var parts = report.Rows.Where(table => table.Value > 0).Select(table => $"{table.Value:N0} {Name(table.Key)}");
        Console.WriteLine(Language.Say($"Tables: {string.Join(", ", parts)} ({Terminal.Say(report.Elapsed)})", $"Tabelas: {string.Join(", ", parts)} ({Terminal.Say(report.Elapsed)})"));
        if (report.Strangers > 0) Console.WriteLine(Language.Say($"  {report.Strangers:N0} rows name photos that are not in the data set", $"  {report.Strangers:N0} linhas nomeiam fotos que não estão no conjunto"));
        foreach (var fault in report.Faults.Take(MaximumListed)) Console.WriteLine(Terminal.OneLine(Language.Say($"  {fault.File} line {fault.Line}: {fault.Reason}", $"  {fault.File} linha {fault.Line}: {fault.Reason}")));
        if (report.FaultCount > MaximumListed) Console.WriteLine(Language.Say($"  … and {report.FaultCount - MaximumListed:N0} more like these", $"  … e mais {report.FaultCount - MaximumListed:N0} como estas"));
    }

    private static string Name(string table) => table switch
    {
        "photos" or "list" => Language.Say("photos", "fotos"),
        "keywords" => Language.Say("keywords", "palavras-chave"),
        "collections" => Language.Say("places in collections", "lugares em coleções"),
        "colors" => Language.Say("colours", "cores"),
        _ => Language.Say("conversions", "conversões"),
    };
}
