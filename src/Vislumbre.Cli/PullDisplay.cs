using Spectre.Console;
using Vislumbre.Indexing;

namespace Vislumbre.Cli;

/// <summary>Shows fetching: a bar on a terminal, a plain line every few seconds elsewhere, a table at the end.</summary>
internal static class PullDisplay
{
    /// <summary>Runs the work and shows how far it is.</summary>
    public static Task<PullReport> RunAsync(Func<IProgress<SourceProgress>, Task<PullReport>> work, bool quiet) =>
        new ProgressDisplay<SourceProgress>(Language.Say("asking for photos", "pedindo fotos"), Console.Out, staged: true, now => (Done(now), now.Total, Words(now))).RunAsync(work, quiet);

    /// <summary>Writes what a run did.</summary>
    public static void Write(PullReport report, string folder, string library)
    {
        var rate = report.Got > 0 ? $", {report.Got / report.Fetching.TotalSeconds:0.0} {Language.Say("photos/s", "fotos/s")}, {report.Bytes / 1e6 / report.Fetching.TotalSeconds:0.0} MB/s" : "";
        Row(Language.Say("had", "já havia"), report.Had, "");
        Row(Language.Say("got", "vieram"), report.Got, report.Got > 0 ? $"{report.Bytes / 1e6:N0} MB, {Terminal.Say(report.Fetching)}{rate}" : "");
        Reasons(Language.Say("gone", "não existem mais"), report.Gone);
        Reasons(Language.Say("failed", "com falha"), report.Failed);
        if (report.Stopped && report.Index is null) Console.WriteLine(Language.Say("Stopped: the same command goes on from here.", "Interrompido: o mesmo comando continua daqui."));
        Console.WriteLine(Language.Say($"Photos: {Terminal.Short(folder)}", $"Fotos: {Terminal.Short(folder)}"));
        if (report.Index is { } index) IndexDisplay.Write(index, library);
        else Console.WriteLine(Language.Say($"Not indexed: vislumbre index {Terminal.Short(folder)}", $"Não indexadas: vislumbre index {Terminal.Short(folder)}"));
    }

    private static void Row(string what, int count, string more) => Console.WriteLine($"{count,9:N0} {what,-10} {more}".TrimEnd());

    private static void Reasons(string what, IReadOnlyList<FailedDownload> photos)
    {
        foreach (var reason in photos.GroupBy(photo => photo.Reason).OrderByDescending(group => group.Count())) Row(what, reason.Count(), reason.Key);
    }

    // With an encoder it is done when all are indexed.
    private static int Done(SourceProgress now) => now.Indexed is { } indexed ? Math.Min(now.Done, now.Gone + now.Failed + indexed) : now.Done;

    private static string Words(SourceProgress now)
    {
        var left = now.Left is { } time ? Language.Say($", {Terminal.Say(time)} left", $", faltam {Terminal.Say(time)}") : "";
        var indexed = now.Indexed is { } count ? Language.Say($", {count:N0} indexed", $", {count:N0} indexadas") : "";
        var gone = now.Gone > 0 ? Language.Say($", {now.Gone:N0} gone", $", {now.Gone:N0} inexistentes") : "";
        var failed = now.Failed > 0 ? Language.Say($", {now.Failed:N0} failed", $", {now.Failed:N0} com falha") : "";
        return $"{now.Done:N0}/{now.Total:N0}, {now.Rate:0.0} {Language.Say("photos/s", "fotos/s")}, {now.BytesRate / 1e6:0.0} MB/s{indexed}{gone}{failed}{left}";
    }
}
