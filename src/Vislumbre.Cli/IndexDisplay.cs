using Vislumbre.Indexing;

namespace Vislumbre.Cli;

/// <summary>Shows indexing: a bar on a terminal, a plain line every few seconds elsewhere, a summary at the end.</summary>
internal static class IndexDisplay
{
    private const int MaximumListed = 20;

    /// <summary>Runs the work and shows how far it is.</summary>
    public static Task<IndexReport> RunAsync(Func<IProgress<IndexProgress>, Task<IndexReport>> work, bool quiet) =>
        new ProgressDisplay<IndexProgress>(Language.Say("looking for photos", "procurando fotos"), Console.Out, staged: false, now => (now.Done, now.Total, Words(now))).RunAsync(work, quiet);

    /// <summary>Writes what a run did.</summary>
    public static void Write(IndexReport report, string library)
    {
        var parts = new List<string> { Count(report.Indexed, "indexed", "indexada", "indexadas") };
        if (report.Unchanged > 0) parts.Add(Count(report.Unchanged, "unchanged", "sem mudança", "sem mudança"));
        if (report.Moved > 0) parts.Add(Count(report.Moved, "moved", "movida", "movidas"));
        if (report.Copied > 0) parts.Add(Count(report.Copied, "copied", "copiada", "copiadas"));
        if (report.Missing > 0) parts.Add(Count(report.Missing, "missing", "ausente", "ausentes"));
        if (report.Captioned > 0) parts.Add(Count(report.Captioned, "with captions", "com legendas", "com legendas"));
        if (report.Looked > 0) parts.Add(Count(report.Looked, "looked at again for colours, camera, time and place", "revista por cores, câmera, hora e lugar", "revistas por cores, câmera, hora e lugar"));
        if (report.Failed.Count > 0) parts.Add(Count(report.Failed.Count, "failed", "com falha", "com falha"));
        var rate = report.Indexed > 0 && report.Elapsed > TimeSpan.Zero ? $", {report.Indexed / report.Elapsed.TotalSeconds:0.0} {Language.Say("photos/s", "fotos/s")}" : "";
        Console.WriteLine(Language.Say(
            $"{report.Found:N0} photos: {string.Join(", ", parts)} ({Terminal.Say(report.Elapsed)}{rate})",
            $"{report.Found:N0} fotos: {string.Join(", ", parts)} ({Terminal.Say(report.Elapsed)}{rate})"));
        if (report.Precision is { } tried)
        {
            var found = $"int8: {tried.Speedup:0.0} ×, {Language.Say("cosine to fp32 from", "cosseno com fp32 a partir de")} {tried.PhotoCosine:0.0000}, {Language.Say("ten nearest the same", "dez mais próximas iguais")}: {tried.Overlap:P0}";
            Console.WriteLine(tried.Chosen == Encoding.Precision.Int8
                ? Language.Say($"Eight bits were tried on {tried.Photos} of the photos and taken ({found})", $"Oito bits foram testados em {tried.Photos} das fotos e adotados ({found})")
                : Language.Say($"Eight bits were tried on {tried.Photos} of the photos and not taken ({found})", $"Oito bits foram testados em {tried.Photos} das fotos e não adotados ({found})"));
        }

        if (report.Stopped) Console.WriteLine(Language.Say("Stopped: the same command goes on from here.", "Interrompido: o mesmo comando continua daqui."));
        foreach (var fault in report.CaptionFaults.Take(MaximumListed)) Console.WriteLine($"  {Terminal.Short(fault.Path)}, {fault.Reason}");
        foreach (var photo in report.Failed.Take(MaximumListed)) Console.WriteLine($"  {Terminal.Short(photo.Path)}: {photo.Reason}");
        if (report.Failed.Count > MaximumListed)
        {
            Console.WriteLine(Language.Say(
                $"  … and {report.Failed.Count - MaximumListed:N0} more: vislumbre show --failed", $"  … e mais {report.Failed.Count - MaximumListed:N0}: vislumbre show --failed"));
        }

        Console.WriteLine(Language.Say($"Library: {Terminal.Short(library)}", $"Biblioteca: {Terminal.Short(library)}"));
    }

    private static string Words(IndexProgress now)
    {
        var left = now.Left is { } time ? Language.Say($", {Terminal.Say(time)} left", $", faltam {Terminal.Say(time)}") : "";
        var failed = now.Failed > 0 ? Language.Say($", {now.Failed} failed", $", {now.Failed} com falha") : "";
        var stage = now.Stage switch
        {
            IndexStage.Looks => Language.Say("looking again: ", "revendo: "),
            IndexStage.Thumbnails => Language.Say("small pictures: ", "miniaturas: "),
            _ => "",
        };
        return $"{stage}{now.Done:N0}/{now.Total:N0}, {now.Rate:0.0} {Language.Say("photos/s", "fotos/s")}{left}{failed}";
    }

    private static string Count(int count, string english, string one, string many) => $"{count:N0} {Language.Say(english, count == 1 ? one : many)}";
}
