using System.Globalization;
using Spectre.Console;
using Vislumbre.Encoding;
using Vislumbre.Models;

namespace Vislumbre.Cli;

/// <summary>Shows models.</summary>
internal static class ModelDisplay
{
    /// <summary>Lists the catalogue and what is here besides.</summary>
    public static int WriteList(ModelStore store, bool json)
    {
        var rows = KnownModels.All.Select(model => (model.Name, Known: (KnownModel?)model))
            .Concat(store.Names().Where(name => KnownModels.All.All(model => model.Name != name)).Select(name => (Name: name, Known: (KnownModel?)null)))
            .Select(row => (row.Name, row.Known, Folder: store.Find(row.Name))).ToList();
        if (json)
        {
            Terminal.WriteJson(rows.Select(row => new
            {
                row.Name,
                Installed = row.Folder is not null,
                row.Folder,
                Bytes = row.Known?.TotalBytes,
                row.Known?.Languages,
                row.Known?.License,
                row.Known?.Dimension,
                row.Known?.RecallEnglish,
                row.Known?.RecallPortuguese,
            }));
            return ExitCodes.Done;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn(Language.Say("Name", "Nome")).NoWrap()).AddColumn(Language.Say("Here", "Aqui"))
            .AddColumn(new TableColumn("MB").RightAligned())
            .AddColumn(new TableColumn(Language.Say("Recall en", "Revocação en")).RightAligned())
            .AddColumn(new TableColumn("pt").RightAligned())
            .AddColumn(Language.Say("Licence", "Licença")).AddColumn(Language.Say("What", "O que é"));
        foreach (var (name, known, folder) in rows)
        {
            table.AddRow(
                name, folder is null ? "" : "[green]✓[/]", known?.TotalBytes is { } bytes ? $"{bytes / 1e6:N0}" : "",
                Percent(known?.RecallEnglish), Percent(known?.RecallPortuguese), known?.License ?? "",
                (known is null ? Language.Say("imported", "importado") : Language.Say(known.Summary, known.SummaryPortuguese)).EscapeMarkup());
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(Language.Say(
            "[grey]Recall: mean of recall@1, 5 and 10 on Crossmodal-3600, percent. Fetch one: vislumbre model pull NAME[/]",
            "[grey]Revocação: média de recall@1, 5 e 10 no Crossmodal-3600, em %. Buscar um: vislumbre model pull NOME[/]"));
        return ExitCodes.Done;
    }

    /// <summary>Shows one model.</summary>
    public static void WriteModel(DualEncoderModel model, bool json)
    {
        var recipe = model.Preprocessing;
        if (json)
        {
            Terminal.WriteJson(new { model.Identity.Name, model.Identity.Sha256, model.Identity.Dimension, model.Folder, recipe.InputEdge, recipe.Mode, recipe.Resampling, recipe.Mean, recipe.StandardDeviation, model.Tokenizer.ContextLength, model.LogitScale });
            return;
        }

        WriteGrid(
            (Language.Say("Name", "Nome"), model.Identity.Name),
            (Language.Say("Folder", "Pasta"), Terminal.Short(model.Folder)),
            ("SHA-256", model.Identity.Sha256),
            (Language.Say("Embedding", "Embedding"), Language.Say($"{model.Identity.Dimension} numbers", $"{model.Identity.Dimension} números")),
            (Language.Say("Pictures", "Imagens"), $"{recipe.InputEdge} × {recipe.InputEdge}, {recipe.Mode}, {recipe.Resampling}"),
            (Language.Say("Texts", "Textos"), Language.Say($"up to {model.Tokenizer.ContextLength} tokens", $"até {model.Tokenizer.ContextLength} tokens")),
            (Language.Say("Logit scale", "Escala de logits"), model.LogitScale?.ToString("0.0000", CultureInfo.CurrentCulture) ?? "–"));
        WriteCaution(model.Identity);
    }

    /// <summary>Shows the checks of a verification.</summary>
    public static void WriteChecks(ModelIdentity identity, IReadOnlyList<VerificationCheck> checks)
    {
        foreach (var check in checks)
            AnsiConsole.MarkupLine($"{(check.Passed ? "[green]✓[/]" : "[red]✗[/]")} {check.Name.EscapeMarkup()} [grey]{check.Detail.EscapeMarkup()}[/]");
        var failed = checks.Count(check => !check.Passed);
        Console.WriteLine(failed == 0
            ? Language.Say($"{identity}: all {checks.Count} checks hold", $"{identity}: todas as {checks.Count} checagens valem")
            : Language.Say($"{identity}: {failed} of {checks.Count} checks fail", $"{identity}: {failed} de {checks.Count} checagens falham"));
        if (!ModelVerification.IsOpenAIBase32(identity))
        {
            Console.WriteLine(Language.Say(
                "These weights have no published figures here: only what holds for every model was checked.",
                "Estes pesos não têm números publicados aqui: só se checou o que vale para todo modelo."));
        }
    }

    /// <summary>Says what whoever uses a model must know.</summary>
    public static void WriteCaution(ModelIdentity model)
    {
        if (KnownModels.CautionOf(model) is { } caution) AnsiConsole.MarkupLine($"[yellow]{caution.EscapeMarkup()}[/]");
    }

    /// <summary>Writes names and values, a line each.</summary>
    public static void WriteGrid(params (string Name, string Value)[] lines)
    {
        var width = lines.Max(line => line.Name.Length);
        foreach (var (name, value) in lines) Console.WriteLine($"{name.PadRight(width)}  {value}");
    }

    private static string Percent(double? value) => value?.ToString("0.0", CultureInfo.CurrentCulture) ?? "";
}
