using System.CommandLine;
using TorchSharp;
using Vislumbre.Models;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Reporting;

namespace Vislumbre.Training;

/// <summary>The command line of <c>vislumbre-train</c>.</summary>
internal static class TrainCommand
{
    private static readonly TrainingOptions Defaults = new() { Data = "", Output = "" };

    public static RootCommand Create()
    {
        var data = new Argument<string>("data") { Description = Language.Say("A folder with captions.tsv, a table with the columns file and caption, or a folder of class folders", "Uma pasta com captions.tsv, uma tabela com as colunas file e caption, ou uma pasta de pastas de classes") };
        var output = new Argument<string>("model") { Description = Language.Say("The model folder that is written; the same command goes on where it was stopped", "A pasta de modelo que é escrita; o mesmo comando continua de onde parou") };
        var names = Text("--names", Language.Say("What to call classes: a table with the columns folder, name and language (en, pt)", "Como chamar as classes: uma tabela com as colunas folder, name e language (en, pt)"));
        var from = Text("--from", Language.Say("Go on from this model (name or folder)", "Partir deste modelo (nome ou pasta)"));
        var config = Text("--config", Language.Say("A config.json with the towers' sizes (default: those of mini)", "Um config.json com os tamanhos das torres (padrão: os do mini)"));
        var tokenizer = Text("--tokenizer", Language.Say("A tokenizer.json (default: one is learned from the captions)", "Um tokenizer.json (padrão: aprende-se um das legendas)"));
        var freeze = Text("--freeze", Language.Say("The tower that stays as it is: image or text", "A torre que fica como está: image ou text"));
        freeze.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("image" or "text") }]) result.AddError(Language.Say("--freeze must be image or text.", "--freeze deve ser image ou text."));
        });
        var vocabulary = Number("--vocabulary", Defaults.Vocabulary, 514, 1_000_000, Language.Say("The most tokens of a learned vocabulary", "O máximo de tokens de um vocabulário aprendido"));
        var lowRank = Number("--lora", Defaults.LowRank, 0, 4096, Language.Say("Train low-rank additions of this rank instead of the matrices (0: the matrices)", "Treinar adições de baixo posto, deste posto, em vez das matrizes (0: as matrizes)"));
        var epochs = Number("--epochs", Defaults.Epochs, 1, 1_000_000, Language.Say("How often every photo is seen", "Quantas vezes cada foto é vista"));
        var batch = Number("--batch", Defaults.Batch, 2, 1_000_000, Language.Say("Pairs a step", "Pares por passo"));
        var chunk = Number("--chunk", Defaults.Chunk, 0, 1_000_000, Language.Say("Pairs in memory at once, with cached gradients (0: all)", "Pares de cada vez na memória, com gradientes guardados (0: todos)"));
        var rate = Real("--rate", Defaults.LearningRate, 0, 1, Language.Say("The learning rate at its peak", "A taxa de aprendizado no pico"));
        var decay = Real("--weight-decay", Defaults.WeightDecay, 0, 10, Language.Say("Decoupled weight decay", "Decaimento desacoplado dos pesos"));
        var warmUp = Real("--warm-up", Defaults.WarmUp, 0, 1, Language.Say("The share of the steps in which the rate rises", "A parte dos passos em que a taxa sobe"));
        var clip = Real("--clip", Defaults.Clip, 1e-6, 1e6, Language.Say("The longest gradient", "O gradiente mais longo"));
        var crop = Real("--crop", Defaults.CropArea, 0.05, 1, Language.Say("The smallest share of a photo that a random crop leaves", "A menor parte de uma foto que um corte aleatório deixa"));
        var jitter = Real("--jitter", Defaults.Jitter, 0, 0.9, Language.Say("How much brightness, contrast and saturation vary", "Quanto variam brilho, contraste e saturação"));
        var cutMix = Real("--cutmix", Defaults.CutMix, 0, 1, Language.Say("The share of photos over which a part of another is laid (CutMix), where photos are few", "A parte das fotos sobre as quais se põe um pedaço de outra (CutMix), quando as fotos são poucas"));
        var flip = new Option<bool>("--flip") { Description = Language.Say("Mirror photos whose caption names no side (give false not to)", "Espelhar fotos cuja legenda não diz lado (false para não espelhar)"), DefaultValueFactory = _ => true };
        var heldOut = Real("--held-out", Defaults.HeldOut, 0, 0.9, Language.Say("The share that is held out, by composition or by file", "A parte reservada, por composição ou por arquivo"));
        var seed = Number("--seed", Defaults.Seed, 0, int.MaxValue, Language.Say("What all that is random comes from", "De onde vem tudo que é aleatório"));
        var checkpoint = Number("--checkpoint-every", Defaults.CheckpointEvery, 1, int.MaxValue, Language.Say("Steps between checkpoints", "Passos entre checkpoints"));
        var evaluate = Number("--evaluate-every", Defaults.EvaluateEvery, 1, int.MaxValue, Language.Say("Steps between evaluations on what is held out", "Passos entre avaliações no que foi reservado"));
        var half = new Option<bool>("--half") { Description = Language.Say("Write weights with 16 bits", "Escrever pesos com 16 bits") };
        var threads = Number("--threads", 0, 0, 1024, Language.Say("Threads (0: one a processor)", "Threads (0: uma por processador)"));
        var root = new RootCommand(Language.Say("Trains a dual encoder on pictures and their captions.", "Treina um codificador duplo com imagens e legendas."))
        {
            data, output, names, from, config, tokenizer, vocabulary, freeze, lowRank, epochs, batch, chunk, rate, decay, warmUp, clip, crop, jitter, cutMix, flip, heldOut, seed, checkpoint, evaluate, half, threads,
        };
        root.SetAction((parsed, cancel) => Task.FromResult(Run(
            new TrainingOptions
            {
                Data = Path.GetFullPath(parsed.GetValue(data)!),
                Output = Path.GetFullPath(parsed.GetValue(output)!),
                Names = parsed.GetValue(names) is { } table ? Path.GetFullPath(table) : null,
                From = parsed.GetValue(from),
                Config = parsed.GetValue(config),
                Tokenizer = parsed.GetValue(tokenizer),
                Vocabulary = parsed.GetValue(vocabulary),
                Freeze = parsed.GetValue(freeze),
                LowRank = parsed.GetValue(lowRank),
                Epochs = parsed.GetValue(epochs),
                Batch = parsed.GetValue(batch),
                Chunk = parsed.GetValue(chunk),
                LearningRate = parsed.GetValue(rate),
                WeightDecay = parsed.GetValue(decay),
                WarmUp = parsed.GetValue(warmUp),
                Clip = parsed.GetValue(clip),
                CropArea = parsed.GetValue(crop),
                Jitter = parsed.GetValue(jitter),
                CutMix = parsed.GetValue(cutMix),
                Flip = parsed.GetValue(flip),
                HeldOut = parsed.GetValue(heldOut),
                Seed = parsed.GetValue(seed),
                CheckpointEvery = parsed.GetValue(checkpoint),
                EvaluateEvery = parsed.GetValue(evaluate),
                Half = parsed.GetValue(half),
            },
            parsed.GetValue(threads), cancel)));
        return root;
    }

    private static int Run(TrainingOptions options, int threads, CancellationToken cancel)
    {
        try
        {
            if (threads > 0) torch.set_num_threads(threads);
            // A model's name stands for its folder; what is written into the run's record is the folder.
            if (options.From is { } from) options = options with { From = new ModelStore().Open(from).Folder };
            if (new TrainingRun(options).Run(new TerminalListener(), cancel)) return 0;
            Console.Error.WriteLine(Language.Say("vislumbre-train: stopped; the same command goes on", "vislumbre-train: interrompido; o mesmo comando continua"));
            return 130;
        }
        catch (Exception e) when (e is VislumbreException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"vislumbre-train: {e.Message}");
            return e is ModelException or ModelNotInstalledException ? 4 : e is Sources.CaptionTableException ? 2 : 1;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or NotSupportedException)
        {
            Console.Error.WriteLine(Language.Say($"vislumbre-train: libtorch cannot be loaded: {e.GetBaseException().Message} See docs/training.md.", $"vislumbre-train: não foi possível carregar a libtorch: {e.GetBaseException().Message} Veja docs/training.md."));
            return 1;
        }
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<int> Number(string name, int standard, int low, int high, string description) => InRange(new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard }, low, high);

    private static Option<double> Real(string name, double standard, double low, double high, string description) => InRange(new Option<double>(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        // A point in every culture: commands are copied from documents.
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out var value)) return value;
            result.AddError(Language.Say($"{name}: \"{result.Tokens[0].Value}\" is not a number.", $"{name}: \"{result.Tokens[0].Value}\" não é um número."));
            return standard;
        },
    }, low, high);

    private static Option<T> InRange<T>(Option<T> option, T low, T high)
        where T : IComparable<T>
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is { } value && (value.CompareTo(low) < 0 || value.CompareTo(high) > 0))
                result.AddError(Language.Say($"{option.Name} must be from {low} to {high}.", $"{option.Name} deve ser de {low} a {high}."));
        });
        return option;
    }
}
