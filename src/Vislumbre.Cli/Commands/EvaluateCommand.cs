using System.CommandLine;
using System.Globalization;
using Vislumbre.Encoding;
using Vislumbre.Evaluation;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Sources;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre evaluate FOLDER</c></summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("folder") { Description = Language.Say("A folder with captions.tsv, a table of captions, or a folder of class folders", "Uma pasta com captions.tsv, uma tabela de legendas, ou uma pasta de pastas de classes") };
        var classes = new Option<bool>("--classes") { Description = Language.Say("Take sub-folders as classes though there are captions", "Tomar as subpastas como classes mesmo havendo legendas") };
        var language = new Option<string?>("--language", "-l") { Description = Language.Say("Only captions in this language; of classes the sentences' (en, pt)", "Só legendas neste idioma; com classes, o das frases (en, pt)"), HelpName = "en|pt|…" };
        var template = new Option<string[]>("--template") { Description = Language.Say("A sentence with {} for the class's name; give it again for more", "Uma frase com {} para o nome da classe; repita para mais"), HelpName = Language.Say("SENTENCE", "FRASE") };
        var templates = new Option<string?>("--templates") { Description = Language.Say("A file of such sentences, one a line", "Um arquivo de tais frases, uma por linha"), HelpName = Language.Say("FILE", "ARQUIVO") };
        var names = new Option<string?>("--names") { Description = Language.Say("A table with the columns folder, name and optionally language: what to call classes", "Uma tabela com as colunas folder, name e, se quiser, language: como chamar as classes"), HelpName = Language.Say("FILE", "ARQUIVO") };
        var heldOut = HeldOut();
        var baseline = new Option<string?>("--baseline") { Description = Language.Say("Photos for a baseline by colours to learn from; with --held-out the same folder serves", "Fotos de que uma linha de base por cores aprende; com --held-out serve a mesma pasta"), HelpName = Language.Say("FOLDER", "PASTA") };
        var bank = new Option<bool>("--bank") { Description = Language.Say("Compare rankings by score, by QB-Norm and by strength with a bank of ordinary sentences", "Comparar a ordem por nota, por QB-Norm e por força com um banco de frases comuns") };
        var bankFile = new Option<string?>("--bank-file") { Description = Language.Say("The same with sentences of one's own, one a line", "O mesmo com frases próprias, uma por linha"), HelpName = Language.Say("FILE", "ARQUIVO") };
        var batch = SharedOptions.Batch(Language.Say("Photos or captions encoded together", "Fotos ou legendas codificadas juntas"));
        var library = SharedOptions.Library();
        var model = SharedOptions.Model();
        var towers = new TowerSettings();
        var json = SharedOptions.Json();
        var command = new Command("evaluate", Language.Say("Measure how well a model finds photos that are described", "Medir quão bem um modelo acha fotos que têm descrição"))
        {
            path, classes, language, template, templates, names, heldOut, baseline, bank, bankFile, model, library, batch, json, EvaluateIndexCommand.Create(),
        };
        towers.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var place = parsed.GetValue(path)!;
            var isClasses = parsed.GetValue(classes) || ClassFolder.Is(place);
            // What is wrong with the data is said before a model is loaded.
            var folder = isClasses ? ClassFolder.Read(place, cancel) : null;
            var table = isClasses ? null : CaptionTable.Read(place);
            var options = new EvaluationOptions
            {
                Batch = parsed.GetValue(batch),
                HeldOut = parsed.GetValue(heldOut),
                Language = parsed.GetValue(language),
                Baseline = parsed.GetValue(baseline),
                Templates = isClasses ? Sentences(parsed.GetValue(template) ?? [], parsed.GetValue(templates), parsed.GetValue(language)) : [],
                Names = parsed.GetValue(names) is { } file ? ClassNames.Read(file, parsed.GetValue(language) ?? "en") : new Dictionary<string, string>(),
            };
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), ModelChoice.Of(parsed.GetValue(library)), cancel), towers.Of(parsed));
            if (Bank(parsed.GetValue(bank), parsed.GetValue(bankFile), encoder.Model.Identity) is { } sentences) options = options with { Bank = sentences };
            var asJson = parsed.GetValue(json);
            if (folder is not null)
            {
                var report = await EvaluationProgressDisplay.RunAsync(progress => new ClassFolderEvaluation(encoder, options).RunAsync(folder, progress, cancel), asJson);
                ClassDisplay.Write(report, encoder.Model, asJson);
                return report.Failed.Count > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
            }
            else
            {
                var report = await EvaluationProgressDisplay.RunAsync(progress => new CaptionEvaluation(encoder, options).RunAsync(table!, progress, cancel), asJson);
                RetrievalDisplay.Write(report, encoder.Model, asJson);
                return report.Failed.Count + report.Faults.Count > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
            }
        }, cancel));
        return command;
    }

    private static CaptionBank? Bank(bool asked, string? file, ModelIdentity model)
    {
        if (file is null) return asked ? CaptionBank.For(model) : null;
        var bank = new CaptionBank([.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)]);
        return bank.Sentences.Count >= 2 ? bank : throw new EvaluationException(Language.Say($"{file} has not two sentences.", $"{file} não tem duas frases."));
    }

    private static Option<double?> HeldOut()
    {
        var option = new Option<double?>("--held-out")
        {
            Description = Language.Say("Only the share of photos, chosen by their content's hash, that training leaves out", "Só a parcela das fotos, escolhida pelo hash do conteúdo, que o treino deixa de fora"),
            HelpName = "0.2",
            // The same command means the same in every country: a point parts the decimals.
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1) return share;
                result.AddError(Language.Say("--held-out must be above 0 and at most 1, as in 0.2.", "--held-out deve ser maior que 0 e no máximo 1, como 0.2."));
                return null;
            },
        };
        return option;
    }

    private static List<string> Sentences(string[] given, string? file, string? language)
    {
        var sentences = given.Concat(file is null ? [] : File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)).ToList();
        if (sentences.Count > 0) return sentences;
        return [.. PromptTemplates.For(language) ?? throw new EvaluationException(Language.Say(
            $"There are no sentences here in “{language}”: give --template with {PromptTemplates.Place} for the name.", $"Não há frases aqui em “{language}”: dê --template com {PromptTemplates.Place} para o nome."))];
    }
}
