using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Vislumbre.Indexing;
using Vislumbre.Scenes;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre scenes</c></summary>
internal static class ScenesCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = Language.Say("Where the pictures go; empty, or an earlier run to be continued", "Para onde vão as imagens; vazia, ou uma execução anterior a continuar") };
        var defaults = new SceneFolderOptions();
        var count = SharedOptions.Number("--count", defaults.Count, 1, 10_000_000, Language.Say("How many scenes; with --contrasts, how many pairs of each kind", "Quantas cenas; com --contrasts, quantos pares de cada tipo"), "-n");
        var seed = new Option<ulong>("--seed") { Description = Language.Say("The same seed draws the same scenes", "A mesma semente desenha as mesmas cenas"), DefaultValueFactory = _ => defaults.Seed };
        var size = SharedOptions.Number("--size", defaults.Size, 64, 2048, Language.Say("A picture's edge in pixels", "O lado de uma imagem em pixels"));
        var part = new Option<ScenePart>("--part")
        {
            Description = Language.Say("Which combinations of subject, count, place and time", "Quais combinações de assunto, quantidade, lugar e hora"),
            HelpName = "all|learning|held-out",
            CustomParser = result =>
            {
                if (Enum.TryParse<ScenePart>(result.Tokens[0].Value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value)) return value;
                result.AddError(Language.Say("--part must be all, learning or held-out.", "--part deve ser all, learning ou held-out."));
                return default;
            },
        };
        var contrasts = new Option<bool>("--contrasts") { Description = Language.Say("Draw pairs that differ in one fact: count, place, side, time, colour, order", "Desenhar pares que diferem num só fato: quantidade, lugar, lado, hora, cor, ordem") };
        var variants = new Option<bool>("--variants") { Description = Language.Say("Let every second scene differ from the one before in one thing alone, to learn from", "Fazer cada segunda cena diferir da anterior numa só coisa, para aprender com elas") };
        var brief = SharedOptions.Number("--brief", 0, 0, 20, Language.Say("How many further captions leave something out, as searches do", "Quantas legendas a mais omitem algo, como fazem as buscas"));
        var command = new Command("scenes", Language.Say("Draw captioned pictures to try, test and train with", "Desenhar imagens com legendas para experimentar, testar e treinar")) { folder, count, seed, size, part, variants, brief, contrasts };
        command.Validators.Add(result =>
        {
            if (result.GetValue(contrasts) && (result.GetValue(variants) || result.GetValue(brief) > 0))
                result.AddError(Language.Say("--contrasts goes without --variants and --brief.", "--contrasts não combina com --variants nem com --brief."));
        });
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            var options = new SceneFolderOptions { Count = parsed.GetValue(count), Seed = parsed.GetValue(seed), Size = parsed.GetValue(size), Part = parsed.GetValue(part), Variants = parsed.GetValue(variants), Brief = parsed.GetValue(brief), Contrasts = parsed.GetValue(contrasts) };
            Draw(Path.GetFullPath(parsed.GetValue(folder)!), options, cancel);
            return Task.FromResult(ExitCodes.Done);
        }, cancel));
        return command;
    }

    /// <summary>Draws with a bar on a terminal, and says what is there.</summary>
    public static void Draw(string folder, SceneFolderOptions options, CancellationToken cancel)
    {
        if (Terminal.IsSeen && !SceneFolder.Holds(folder, options))
        {
            AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
            {
                var bar = context.AddTask(Language.Say("Drawing scenes", "Desenhando cenas"), maxValue: SceneFolder.PictureCount(options));
                SceneFolder.Write(folder, options, new Telling<int>(there => bar.Value = Math.Max(bar.Value, there)), cancel);
            });
        }
        else
        {
            SceneFolder.Write(folder, options, null, cancel);
        }

        var pictures = Directory.EnumerateFiles(folder, "*.jpg").Count().ToString("N0", CultureInfo.CurrentCulture);
        Console.WriteLine(Language.Say($"{pictures} captioned pictures are in {Terminal.Short(folder)}", $"{pictures} imagens com legendas estão em {Terminal.Short(folder)}"));
    }
}
