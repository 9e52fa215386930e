using System.CommandLine;
using Vislumbre.Indexing;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre library copy FROM TO</c></summary>
internal static class LibraryCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("from") { Description = Language.Say("The library that is copied: a folder or postgres://…", "A biblioteca que se copia: uma pasta ou postgres://…") };
        var to = new Argument<string>("to") { Description = Language.Say("A new one: a folder or postgres://…", "Uma nova: uma pasta ou postgres://…") };
        var json = SharedOptions.Json();
        var copy = new Command("copy", Language.Say("Copy a library to another place; interrupted, the same command goes on", "Copiar uma biblioteca para outro lugar; interrompido, o mesmo comando continua")) { from, to, json };
        copy.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var source = LibraryChoice.Open(parsed.GetValue(from)!);
            var target = LibraryChoice.Open(parsed.GetValue(to)!, create: true);
            var display = new ProgressDisplay<(long Done, long Total)>(
                Language.Say("copying", "copiando"), Console.Out, staged: false, now => ((int)now.Done, (int)now.Total, Language.Say($"{now.Done:N0}/{now.Total:N0} photos", $"{now.Done:N0}/{now.Total:N0} fotos")));
            var report = await display.RunAsync(progress => Task.Run(() => LibraryCopy.Run(source, target, progress, cancel), cancel), parsed.GetValue(json));
            if (target.Catalog.Model is { } model) target.Nearest.Tidy(model.Identity.Dimension, cancellationToken: cancel);
            if (parsed.GetValue(json)) Terminal.WriteJson(report);
            else Console.WriteLine(Language.Say($"{report.Photos:N0} photos, {report.Embeddings:N0} embeddings, the same on both sides ({report.Checksum})", $"{report.Photos:N0} fotos, {report.Embeddings:N0} embeddings, iguais dos dois lados ({report.Checksum})"));
            return ExitCodes.Done;
        }, cancel));
        return new Command("library", Language.Say("Move libraries between folders and databases", "Mover bibliotecas entre pastas e bancos de dados")) { copy };
    }
}
