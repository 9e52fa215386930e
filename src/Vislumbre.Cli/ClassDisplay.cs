using System.Globalization;
using Spectre.Console;
using Vislumbre.Evaluation;
using Vislumbre.Models;

namespace Vislumbre.Cli;

/// <summary>Shows an evaluation with classes: tables on a terminal, lines with tabs elsewhere, or JSON.</summary>
internal static class ClassDisplay
{
    public static void Write(ClassReport report, DualEncoderModel model, bool json)
    {
        if (json)
        {
            Terminal.WriteJson(new { kind = "classes", model = model.Identity.Name, modelSha256 = model.Identity.Sha256, report });
            return;
        }

        if (Terminal.IsSeen) WriteTables(report, model);
        else WriteLines(report);
        BankDisplay.Write(report.Bank);
        LeftOutDisplay.Write(report.Failed, []);
    }

    private static void WriteLines(ClassReport report)
    {
        Console.WriteLine("method\tphotos\tclasses\tprecision\taccuracy\tlow\thigh\tmean class accuracy");
        Line("model", report.Model);
        if (report.Baseline is { } baseline) Line("baseline", baseline);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"chance\t{report.Model.Photos}\t{report.Model.Classes.Count}\t{report.Model.PrecisionChance:0.0000}\t{report.Model.AccuracyChance:0.0000}\t\t\t{report.Model.AccuracyChance:0.0000}"));
        Console.WriteLine();
        Console.WriteLine("folder\tname\tphotos\tdepth\tprecision\taccuracy");
        foreach (var one in report.Model.Classes)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Folder}\t{one.Name}\t{one.Photos}\t{one.Depth}\t{one.Precision:0.0000}\t{one.Accuracy:0.0000}"));

        static void Line(string method, ClassMetrics figures) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{method}\t{figures.Photos}\t{figures.Classes.Count}\t{figures.Precision:0.0000}\t{figures.Accuracy.Value:0.0000}\t{figures.Accuracy.Low:0.0000}\t{figures.Accuracy.High:0.0000}\t{figures.MeanClassAccuracy:0.0000}"));
    }

    private static void WriteTables(ClassReport report, DualEncoderModel model)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("")
            .AddColumn(new TableColumn(Language.Say("Precision of the first 10, %", "Precisão das 10 primeiras, %")).RightAligned())
            .AddColumn(new TableColumn(Language.Say("Accuracy %", "Acurácia %")).RightAligned())
            .AddColumn(new TableColumn(Language.Say("Mean over classes %", "Média das classes %")).RightAligned());
        Row(model.Identity.Name.EscapeMarkup(), report.Model);
        if (report.Baseline is { } baseline) Row(Language.Say("colours", "cores"), baseline);
        table.AddRow(Language.Say("[grey]chance[/]", "[grey]acaso[/]"), $"[grey]{100 * report.Model.PrecisionChance:0.0}[/]", $"[grey]{100 * report.Model.AccuracyChance:0.0}[/]", $"[grey]{100 * report.Model.AccuracyChance:0.0}[/]");
        AnsiConsole.Write(table);
        WriteClasses(Language.Say("Best", "Melhores"), report.Model.Best);
        WriteClasses(Language.Say("Worst", "Piores"), report.Model.Worst);
        var floor = report.Baseline is null ? "" : Language.Say($"; colours learnt from {report.BaselinePhotos:N0} photos", $"; cores aprendidas de {report.BaselinePhotos:N0} fotos");
        AnsiConsole.MarkupLine(Language.Say(
            $"[grey]{report.Model.Photos:N0} photos, {report.Model.Classes.Count:N0} classes, {report.Templates.Count} sentences a name{floor} ({Terminal.Say(report.Elapsed)})[/]",
            $"[grey]{report.Model.Photos:N0} fotos, {report.Model.Classes.Count:N0} classes, {report.Templates.Count} frases por nome{floor} ({Terminal.Say(report.Elapsed)})[/]"));

        void Row(string name, ClassMetrics figures) => table.AddRow(
            name, $"{100 * figures.Precision:0.0}", $"{100 * figures.Accuracy.Value:0.0} [grey]{100 * figures.Accuracy.Low:0.0}–{100 * figures.Accuracy.High:0.0}[/]", $"{100 * figures.MeanClassAccuracy:0.0}");
    }

    private static void WriteClasses(string title, IReadOnlyList<ClassScore> classes)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(title)
            .AddColumn(new TableColumn(Language.Say("Photos", "Fotos")).RightAligned())
            .AddColumn(new TableColumn(Language.Say("Precision %", "Precisão %")).RightAligned())
            .AddColumn(new TableColumn(Language.Say("Accuracy %", "Acurácia %")).RightAligned());
        foreach (var one in classes) table.AddRow(one.Name.EscapeMarkup(), $"{one.Photos:N0}", $"{100 * one.Precision:0.0}", $"{100 * one.Accuracy:0.0}");
        AnsiConsole.Write(table);
    }
}
