using System.Globalization;
using Spectre.Console;
using Vislumbre.Evaluation;
using Vislumbre.Models;

namespace Vislumbre.Cli;

/// <summary>Shows an evaluation with captions: tables on a terminal, lines with tabs elsewhere, or JSON.</summary>
internal static class RetrievalDisplay
{
    // In lines the words are for programs and the same in every language.
    private const string ModelMethod = "model", BaselineMethod = "baseline", ChanceMethod = "chance";

    public static void Write(CaptionReport report, DualEncoderModel model, bool json)
    {
        if (json)
        {
            Terminal.WriteJson(new { kind = "captions", model = model.Identity.Name, modelSha256 = model.Identity.Sha256, report });
            return;
        }

        if (Terminal.IsSeen) WriteTables(report, model);
        else WriteLines(report);
        BankDisplay.Write(report.Bank);
        LeftOutDisplay.Write(report.Failed, report.Faults);
    }

    private static void WriteLines(CaptionReport report)
    {
        var depths = report.All.TextToImage.Recalls.Select(recall => recall.K).ToList();
        Console.WriteLine($"language\tdirection\tmethod\tqueries\t{string.Join('\t', depths.Select(k => $"recall@{k}\tlow\thigh"))}\tmedian rank\tmrr\tlow\thigh\tndcg@10");
        foreach (var (language, name, direction, method) in Rows(report, withAll: true))
        {
            var cells = new List<string> { language ?? "all", name, method, $"{direction.Queries}" };
            cells.AddRange(method == ChanceMethod
                ? direction.Recalls.SelectMany(recall => new[] { Share(recall.Chance), "", "" }).Concat(["", "", "", "", ""])
                : direction.Recalls.SelectMany(recall => Shares(recall.Recall)).Append(direction.MedianRank.ToString(CultureInfo.InvariantCulture))
                    .Concat(Shares(direction.MeanReciprocalRank)).Append(Share(direction.NdcgAt10)));
            Console.WriteLine(string.Join('\t', cells));
        }

        if (report.Contrasts.Count == 0) return;
        Console.WriteLine();
        Console.WriteLine("contrast\tlanguage\tmethod\tcount\tright\tlow\thigh");
        foreach (var (contrast, method) in report.Contrasts.Select(contrast => (contrast, ModelMethod)).Concat(report.BaselineContrasts.Select(contrast => (contrast, BaselineMethod))))
            Console.WriteLine(string.Join('\t', [contrast.Kind, contrast.Language ?? "", method, $"{contrast.Count}", .. Shares(contrast.Share)]));
    }

    private static void WriteTables(CaptionReport report, DualEncoderModel model)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Language.Say("Language", "Idioma")).AddColumn(Language.Say("Query", "Busca")).AddColumn("");
        foreach (var recall in report.All.TextToImage.Recalls) table.AddColumn(new TableColumn($"R@{recall.K} %").RightAligned());
        foreach (var title in new[] { Language.Say("Median", "Mediana"), "MRR", "nDCG@10" }) table.AddColumn(new TableColumn(title).RightAligned());
        foreach (var (language, name, direction, method) in Rows(report, withAll: report.Languages.Count > 1))
        {
            var isFirst = method == ModelMethod;
            var cells = new List<string>
            {
                isFirst ? (language ?? Language.Say("all", "todos")).EscapeMarkup() : "",
                isFirst ? $"{DirectionName(name)} [grey]({direction.Queries:N0})[/]" : "",
                MethodName(method, model),
            };
            cells.AddRange(method == ChanceMethod
                ? direction.Recalls.Select(recall => $"[grey]{100 * recall.Chance:0.0}[/]").Concat(["", "", ""])
                : direction.Recalls.Select(recall => Percent(recall.Recall)).Concat([$"{direction.MedianRank:0.#}", $"{direction.MeanReciprocalRank.Value:0.000}", $"{direction.NdcgAt10:0.000}"]));
            table.AddRow([.. cells]);
        }

        AnsiConsole.Write(table);
        if (report.Contrasts.Count > 0) AnsiConsole.Write(ContrastTable(report, model));
        var floor = report.AllBaseline is null ? "" : Language.Say($"; colours learnt from {report.BaselinePhotos:N0} photos", $"; cores aprendidas de {report.BaselinePhotos:N0} fotos");
        AnsiConsole.MarkupLine(Language.Say(
            $"[grey]{report.All.Photos:N0} photos, {report.All.Captions:N0} captions{floor}; 95% intervals by bootstrap over photos; mean recall {100 * report.All.MeanRecall:0.0} % ({Terminal.Say(report.Elapsed)})[/]",
            $"[grey]{report.All.Photos:N0} fotos, {report.All.Captions:N0} legendas{floor}; intervalos de 95% por bootstrap sobre fotos; revocação média {100 * report.All.MeanRecall:0.0} % ({Terminal.Say(report.Elapsed)})[/]"));
    }

    private static Table ContrastTable(CaptionReport report, DualEncoderModel model)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Language.Say("Contrast", "Contraste")).AddColumn(Language.Say("Language", "Idioma")).AddColumn("")
            .AddColumn(new TableColumn(Language.Say("Rows", "Linhas")).RightAligned()).AddColumn(new TableColumn(Language.Say("Right % (chance 50)", "Certas % (acaso 50)")).RightAligned());
        foreach (var contrast in report.Contrasts)
        {
            table.AddRow(contrast.Kind.EscapeMarkup(), (contrast.Language ?? "–").EscapeMarkup(), MethodName(ModelMethod, model), $"{contrast.Count:N0}", Percent(contrast.Share));
            if (report.BaselineContrasts.FirstOrDefault(other => other.Kind == contrast.Kind && other.Language == contrast.Language) is { } baseline)
                table.AddRow("", "", MethodName(BaselineMethod, model), $"{baseline.Count:N0}", Percent(baseline.Share));
        }

        return table;
    }

    private static IEnumerable<(string? Language, string Direction, RetrievalDirection Figures, string Method)> Rows(CaptionReport report, bool withAll)
    {
        var groups = report.Languages.Select(one => (Language: (string?)(one.Language ?? "–"), one.Model, one.Baseline)).ToList();
        if (withAll) groups.Add((null, report.All, report.AllBaseline));
        foreach (var (language, model, baseline) in groups)
        {
            foreach (var (name, pick) in new (string, Func<RetrievalReport, RetrievalDirection>)[] { ("text-to-image", one => one.TextToImage), ("image-to-text", one => one.ImageToText) })
            {
                yield return (language, name, pick(model), ModelMethod);
                if (baseline is not null) yield return (language, name, pick(baseline), BaselineMethod);
                yield return (language, name, pick(model), ChanceMethod);
            }
        }
    }

    private static string DirectionName(string direction) =>
        direction == "text-to-image" ? Language.Say("words → photo", "palavras → foto") : Language.Say("photo → words", "foto → palavras");

    private static string MethodName(string method, DualEncoderModel model) => method switch
    {
        ModelMethod => model.Identity.Name.EscapeMarkup(),
        BaselineMethod => Language.Say("colours", "cores"),
        _ => Language.Say("[grey]chance[/]", "[grey]acaso[/]"),
    };

    private static string Percent(Estimate share) => $"{100 * share.Value:0.0} [grey]{100 * share.Low:0.0}–{100 * share.High:0.0}[/]";

    private static string[] Shares(Estimate share) => [Share(share.Value), Share(share.Low), Share(share.High)];

    private static string Share(double share) => share.ToString("0.0000", CultureInfo.InvariantCulture);
}
