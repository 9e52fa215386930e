using System.Globalization;
using Spectre.Console;
using Vislumbre.Models;
using Vislumbre.Searching;

namespace Vislumbre.Cli;

/// <summary>Shows answers: a table on a terminal, lines with tabs elsewhere, or JSON.</summary>
internal static class HitDisplay
{
    public static void Write(SearchResult result, DualEncoderModel model, bool json, bool showsRanks = false, bool onlyLikely = false, IReadOnlyList<Explanation>? explanations = null)
    {
        var why = (explanations ?? []).ToDictionary(explanation => explanation.Photo.Id);
        if (json) WriteJson(result, model, why);
        else if (Terminal.IsSeen) WriteTable(result, showsRanks, onlyLikely, why);
        else WriteLines(result, why);
    }

    private static void WriteJson(SearchResult result, DualEncoderModel model, Dictionary<long, Explanation> why) => Terminal.WriteJson(new
    {
        model = model.Identity.Name,
        searched = result.Searched,
        encodingMilliseconds = Math.Round(result.EncodingTime.TotalMilliseconds, 2),
        searchMilliseconds = Math.Round(result.SearchTime.TotalMilliseconds, 2),
        cutOff = result.LikelyCount is null ? (float?)null : SearchResult.CutOff,
        likely = result.LikelyCount,
        result.UpTo,
        hits = result.Hits.Select(hit => new
        {
            hit.Rank,
            hit.Score,
            hit.Strength,
            Likely = hit.Strength is null ? (bool?)null : hit.IsLikely,
            hit.Alike,
            hit.Date,
            hit.MeaningRank,
            hit.WordsRank,
            hit.Photo.Id,
            hit.Photo.Path,
            hit.Photo.Width,
            hit.Photo.Height,
            hit.Photo.Sha256,
            hit.Details?.Key,
            Description = hit.Details?.Description ?? hit.Details?.AiDescription,
            hit.Details?.Attribution,
            explanation = why.TryGetValue(hit.Photo.Id, out var explanation) ? ExplanationDisplay.Data(explanation) : null,
        }),
    });

    private static void WriteTable(SearchResult result, bool showsRanks, bool onlyLikely, Dictionary<long, Explanation> why)
    {
        if (result.Hits.Count == 0)
        {
            AnsiConsole.MarkupLine(onlyLikely
                ? Language.Say("[yellow]No photo is likely to show that; without --likely or --sort the nearest are listed.[/]", "[yellow]Nenhuma foto mostra isso provavelmente; sem --likely nem --sort vêm as mais próximas.[/]")
                : Language.Say("[yellow]No photo meets that, or the library has none yet.[/]", "[yellow]Nenhuma foto atende a isso, ou a biblioteca ainda não tem fotos.[/]"));
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("#").RightAligned())
            .AddColumn(new TableColumn(Language.Say("Score", "Nota")).RightAligned())
            .AddColumn(new TableColumn("ID").RightAligned())
            .AddColumn(Language.Say("Photo", "Foto"))
            .AddColumn(new TableColumn(Language.Say("Pixels", "Pixels")).RightAligned());
        if (result.LikelyCount is not null) table.AddColumn(new TableColumn(Language.Say("Strength", "Força")).RightAligned());
        if (showsRanks) table.AddColumn(new TableColumn(Language.Say("Meaning", "Sentido")).RightAligned()).AddColumn(new TableColumn(Language.Say("Words", "Palavras")).RightAligned());
        var likelyEnd = result.LikelyCount is null ? result.Hits.Count : result.Hits.LastOrDefault(hit => hit.IsLikely)?.Rank ?? 0;
        DateTime? before = null;
        foreach (var hit in result.Hits)
        {
            if (hit.Rank == likelyEnd + 1) table.AddRow("", "", "", Language.Say("[grey]──── not likely from here on ────[/]", "[grey]──── daqui em diante, improváveis ────[/]"));
            if (hit.Date is { } date && hit.Date?.Date != before) table.AddRow("", "", "", $"[bold]{date.DateTime.ToString("d", CultureInfo.CurrentCulture).EscapeMarkup()}[/]");
            before = hit.Date?.Date;
            string[] strength = result.LikelyCount is null ? [] : [hit.IsLikely ? $"{hit.Strength:0.0}" : $"[grey]{hit.Strength:0.0}[/]"];
            string[] ranks = showsRanks ? [hit.MeaningRank?.ToString(CultureInfo.CurrentCulture) ?? "–", hit.WordsRank?.ToString(CultureInfo.CurrentCulture) ?? "–"] : [];
            table.AddRow([
                hit.Rank.ToString(CultureInfo.CurrentCulture), hit.Score.ToString("0.000", CultureInfo.CurrentCulture), hit.Photo.Id.ToString(CultureInfo.InvariantCulture),
                why.TryGetValue(hit.Photo.Id, out var explanation) ? $"{Name(hit)}\n{ExplanationDisplay.Markup(explanation)}" : Name(hit), hit.Photo.Width is null ? "" : $"{hit.Photo.Width} × {hit.Photo.Height}", .. strength, .. ranks]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(Language.Say(
            $"[grey]{result.Searched:N0} photos; {result.EncodingTime.TotalMilliseconds:N0} ms to understand the query, {result.SearchTime.TotalMilliseconds:N1} ms to find[/]",
            $"[grey]{result.Searched:N0} fotos; {result.EncodingTime.TotalMilliseconds:N0} ms para entender a busca, {result.SearchTime.TotalMilliseconds:N1} ms para achar[/]"));
    }

    private static void WriteLines(SearchResult result, Dictionary<long, Explanation> why)
    {
        foreach (var hit in result.Hits)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hit.Rank}\t{hit.Score:0.0000}\t{hit.Photo.Id}\t{Terminal.OneLine(hit.Photo.Path)}{(hit.Details?.Attribution is { } due ? $"\t{Terminal.OneLine(due.Sentence)}\t{due.PhotoAddress}" : "")}"));
            if (!why.TryGetValue(hit.Photo.Id, out var explanation)) continue;
            foreach (var line in ExplanationDisplay.Lines(explanation)) Console.WriteLine($"\t{line}");
        }
    }

    private static string Name(SearchHit hit)
    {
        var photo = hit.Photo.IsRemote ? Terminal.Link(hit.Photo.Path, Terminal.OneLine(hit.Photo.Path)) : Terminal.FileLink(hit.Photo.Path);
        if (hit.Alike > 1) photo += Language.Say($" [grey]and {hit.Alike - 1:N0} nearly the same[/]", $" [grey]e {hit.Alike - 1:N0} quase {(hit.Alike == 2 ? "igual" : "iguais")}[/]");
        return hit.Details?.Attribution is { } due ? $"{photo}\n[grey]{Terminal.Link(due.PhotoAddress, Terminal.OneLine(due.Sentence))}[/]" : photo;
    }
}
