using System.CommandLine;
using System.Globalization;
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
        var mirrorSides = new Option<bool>("--mirror-sides") { Description = Language.Say("Mirror those whose caption names a side, too, and exchange left and right in it", "Espelhar também as que dizem lado, trocando esquerda e direita na legenda") };
        var together = Number("--together", Defaults.Together, 0, 1_000_000, Language.Say("Photos of one setting (of metadata.jsonl) that meet in a batch (0: as chance brings)", "Fotos de um mesmo cenário (de metadata.jsonl) que se encontram num lote (0: ao acaso)"));
        var atMost = Number("--at-most", Defaults.AtMost, 0, 1_000_000, Language.Say("The most photos of one class in an epoch (0: all)", "O máximo de fotos de uma classe por época (0: todas)"));
        var heldOut = Real("--held-out", Defaults.HeldOut, 0, 0.9, Language.Say("The share that is held out, by composition or by file", "A parte reservada, por composição ou por arquivo"));
        var seed = Number("--seed", Defaults.Seed, 0, int.MaxValue, Language.Say("What all that is random comes from", "De onde vem tudo que é aleatório"));
        var checkpoint = Number("--checkpoint-every", Defaults.CheckpointEvery, 1, int.MaxValue, Language.Say("Steps between checkpoints", "Passos entre checkpoints"));
        var evaluate = Number("--evaluate-every", Defaults.EvaluateEvery, 1, int.MaxValue, Language.Say("Steps between evaluations on what is held out", "Passos entre avaliações no que foi reservado"));
        var bfloat16 = new Option<bool>("--bf16") { Description = Language.Say("Multiply with 16 bits: faster where the processor has bfloat16 instructions", "Multiplicar com 16 bits: mais rápido onde o processador tem instruções bfloat16") };
        var half = new Option<bool>("--half") { Description = Language.Say("Write weights with 16 bits", "Escrever pesos com 16 bits") };
        var threads = Number("--threads", 0, 0, 1024, Language.Say("Threads (0: one a processor)", "Threads (0: uma por processador)"));
        var root = new RootCommand(Language.Say("Trains a dual encoder on pictures and their captions.", "Treina um codificador duplo com imagens e legendas."))
        {
            data, output, names, from, config, tokenizer, vocabulary, freeze, lowRank, epochs, batch, chunk, rate, decay, warmUp, clip, crop, jitter, cutMix, flip, mirrorSides, together, atMost, heldOut, seed, checkpoint, evaluate, bfloat16, half, threads,
        };
        root.SetAction((parsed, cancel) => Task.FromResult(Run(
            new TrainingOptions
            {
                Data = Place(parsed.GetValue(data)!),
                Output = Place(parsed.GetValue(output)!),
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
                MirrorSides = parsed.GetValue(mirrorSides),
                Together = parsed.GetValue(together),
                AtMost = parsed.GetValue(atMost),
                HeldOut = parsed.GetValue(heldOut),
                Seed = parsed.GetValue(seed),
                CheckpointEvery = parsed.GetValue(checkpoint),
                EvaluateEvery = parsed.GetValue(evaluate),
                BFloat16 = parsed.GetValue(bfloat16),
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

    /// <summary>A shell's completion ends folders with a slash: the same folder, and the same run.</summary>
    private static string Place(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<int> Number(string name, int standard, int low, int high, string description) =>
        Within<int>(name, standard, low, high, description, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);

    private static Option<double> Real(string name, double standard, double low, double high, string description) =>
        Within<double>(name, standard, low, high, description, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null);

    /// <summary>A number within bounds, with a point in every language: commands are copied from documents.</summary>
    private static Option<T> Within<T>(string name, T standard, T low, T high, string description, Func<string, T?> parse)
        where T : struct, IComparable<T>, IFormattable => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                if (parse(result.Tokens[0].Value) is { } value && value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0) return value;
                var (from, to) = (low.ToString(null, CultureInfo.InvariantCulture), high.ToString(null, CultureInfo.InvariantCulture));
                result.AddError(Language.Say($"{name} must be a number from {from} to {to}, not \"{result.Tokens[0].Value}\".", $"{name} deve ser um número de {from} a {to}, e não \"{result.Tokens[0].Value}\"."));
                return standard;
            },
        };
}
