using System.CommandLine;
using Spectre.Console;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Engines.Postgres;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre index PATH…</c></summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = Language.Say("Folders of photos, or photos", "Pastas de fotos, ou fotos"),
        };
        var library = SharedOptions.Library();
        var vectors = SharedOptions.Vectors();
        var model = SharedOptions.Model();
        var towers = new TowerSettings();
        var json = SharedOptions.Json();
        var batch = SharedOptions.Batch(Language.Say("Photos encoded and committed together", "Fotos codificadas e gravadas juntas"));
        var recursive = new Option<bool>("--recursive", "-r") { Description = Language.Say("Read folders inside folders (give false not to)", "Ler pastas dentro de pastas (false para não ler)"), DefaultValueFactory = _ => true };
        var retry = new Option<bool>("--retry-failed") { Description = Language.Say("Try failed photos again though they have not changed", "Tentar de novo as fotos que falharam, mesmo sem mudança") };
        var compact = new Option<bool>("--compact") { Description = Language.Say("Write the search index anew, in large blocks and without what was removed; also without a path", "Gravar o índice de busca de novo, em blocos grandes e sem o que foi removido; também sem caminho") };
        var thumbnails = new Option<bool>("--thumbnails") { Description = Language.Say("Make the page's small pictures too (give false not to: they are made when first shown)", "Fazer também as miniaturas da página (false para não fazer: são feitas ao serem mostradas)"), DefaultValueFactory = _ => true };
        var queue = new Option<bool>("--queue") { Description = Language.Say("Leave the encoding to workers: photos that are new or changed are put into the queue (a library in PostgreSQL)", "Deixar a codificação aos trabalhadores: as fotos novas ou mudadas entram na fila (biblioteca em PostgreSQL)") };
        var worker = new Option<bool>("--worker") { Description = Language.Say("Encode what is in the queue, beside other workers, until it is stopped (a library in PostgreSQL)", "Codificar o que está na fila, junto de outros trabalhadores, até ser interrompido (biblioteca em PostgreSQL)") };
        var lease = SharedOptions.Number("--lease", 60, 1, 86_400, Language.Say("Seconds after which another worker takes what this one has, if it is silent", "Segundos após os quais outro trabalhador assume o que este tem, se ele se cala"));
        var parallel = SharedOptions.Number("--parallel", new WorkerOptions().Download.Parallel, 1, 1024, Language.Say("How many photos a worker fetches at a time, of those that are addresses", "Quantas fotos um trabalhador busca ao mesmo tempo, das que são endereços"));
        var allowPrivate = SharedOptions.AllowPrivateAddresses();
        var untilDone = new Option<bool>("--until-done") { Description = Language.Say("End the worker when nothing waits", "Terminar o trabalhador quando nada espera") };
        var command = new Command("index", Language.Say("Index photos, so that they can be found", "Indexar fotos, para que possam ser encontradas"))
        {
            paths, library, vectors, model, batch, recursive, retry, thumbnails, compact, queue, worker, untilDone, lease, parallel, allowPrivate, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(paths)?.Tokens.Count is null or 0 && !result.GetValue(compact) && !result.GetValue(worker)) result.AddError(Language.Say("index needs a folder or a photo, or --compact, or --worker.", "index precisa de uma pasta ou de uma foto, ou de --compact, ou de --worker."));
            if (result.GetValue(worker) && result.GetResult(paths)?.Tokens.Count > 0) result.AddError(Language.Say("--worker takes its photos from the queue: no folder goes with it.", "--worker pega as fotos da fila: nenhuma pasta o acompanha."));
        });
        towers.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            // Without a model nothing is made: no empty library is left behind.
            var place = parsed.GetValue(library);
            if (parsed.GetValue(worker))
            {
                var work = new WorkerOptions
                {
                    Batch = Math.Max(parsed.GetValue(batch), 2),
                    EndsWhenDone = parsed.GetValue(untilDone),
                    Lease = TimeSpan.FromSeconds(parsed.GetValue(lease)),
                    Download = new DownloadOptions { Parallel = parsed.GetValue(parallel), AllowPrivateAddresses = parsed.GetValue(allowPrivate) },
                };
                return await WorkAsync(place, parsed.GetValue(model), towers.Of(parsed), work, parsed.GetValue(json), cancel);
            }

            if (parsed.GetValue(paths)!.Length == 0) return Compact(LibraryChoice.Open(place), parsed.GetValue(json), cancel);
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), ModelChoice.Of(place), cancel), towers.Of(parsed));
            if (parsed.GetValue(queue)) return await QueueAsync(place, encoder, parsed.GetValue(paths)!, new IndexOptions { Recursive = parsed.GetValue(recursive), RetryFailed = parsed.GetValue(retry) }, parsed.GetValue(json), cancel);
            var photos = LibraryChoice.Open(place, create: true, parsed.GetValue(vectors));
            var options = new IndexOptions { Batch = parsed.GetValue(batch), Recursive = parsed.GetValue(recursive), RetryFailed = parsed.GetValue(retry), Thumbnails = parsed.GetValue(thumbnails) };
            var report = await RunAsync(photos, encoder, parsed.GetValue(paths)!, options, parsed.GetValue(json), cancel, parsed.GetValue(compact));
            if (!parsed.GetValue(json)) ModelDisplay.WriteCaution(encoder.Model.Identity);
            return report.Stopped ? ExitCodes.Stopped : report.Failed.Count > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
        }, cancel));
        return command;
    }

    /// <summary>Indexes, shows how far it is, and what was done.</summary>
    public static async Task<IndexReport> RunAsync(PhotoLibrary photos, DualEncoder encoder, IReadOnlyList<string> paths, IndexOptions options, bool json, CancellationToken cancel, bool compact = false)
    {
        var indexer = new PhotoIndexer(photos, encoder, options);
        var report = await IndexDisplay.RunAsync(progress => indexer.RunAsync(paths, progress, cancel), json);
        if (!report.Stopped) await Upkeep.RunAsync(photos, encoder, json, cancel, compact);
        if (json) Terminal.WriteJson(report);
        else IndexDisplay.Write(report, photos.Place);
        return report;
    }

    private static async Task<int> QueueAsync(string? place, DualEncoder encoder, IReadOnlyList<string> paths, IndexOptions options, bool json, CancellationToken cancel)
    {
        var (photos, work) = IndexingWork.Open(LibraryChoice.Shared(place), create: true);
        var queued = 0L;
        var report = await new PhotoIndexer(photos, encoder, options) { Elsewhere = files => queued = work.Add(files) }.RunAsync(paths, cancellationToken: cancel);
        if (json) Terminal.WriteJson(new { report.Found, Queued = queued, report.Unchanged, report.Missing });
        else Console.WriteLine(Language.Say($"{report.Found:N0} photos found, {queued:N0} queued for workers: vislumbre index --worker", $"{report.Found:N0} fotos achadas, {queued:N0} na fila dos trabalhadores: vislumbre index --worker"));
        return report.Failed.Count > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
    }

    private static async Task<int> WorkAsync(string? place, string? model, EncoderOptions towers, WorkerOptions options, bool json, CancellationToken cancel)
    {
        var (photos, work) = IndexingWork.Open(LibraryChoice.Shared(place), create: true);
        using var encoder = new DualEncoder(await ModelChoice.OpenAsync(model, photos.Catalog.Model, cancel), towers);
        var worker = new IndexWorker(photos, work, encoder, options) { Notice = Complaint.Say };
        var report = await IndexDisplay.RunAsync(progress => worker.RunAsync(progress, cancel), json);
        if (!report.Stopped) await Upkeep.RunAsync(photos, encoder, json, cancel);
        if (json) Terminal.WriteJson(report);
        else IndexDisplay.Write(report, photos.Place);
        return report.Stopped ? ExitCodes.Stopped : report.Failed.Count > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
    }

    private static int Compact(PhotoLibrary photos, bool json, CancellationToken cancel)
    {
        if (photos.Catalog.Model is not { } model) return ExitCodes.Done;
        if (photos.Nearest is not LibraryVectors)
        {
            photos.Nearest.Tidy(model.Identity.Dimension, always: true, cancel);
            if (!json) Console.WriteLine(Language.Say("What finds the nearest photos was made anew.", "O que acha as fotos mais próximas foi refeito."));
            return ExitCodes.Done;
        }

        photos.Vectors.Compact(model.Identity.Dimension, always: true, cancel);
        var index = photos.Vectors.Current(model.Identity.Dimension, cancel);
        var bytes = new FileInfo(index.Path).Length;
        if (json) Terminal.WriteJson(new { rows = index.Count, index.Blocks, bytes });
        else Console.WriteLine(Language.Say($"The index is written anew: {index.Count:N0} photos, {bytes / 1e6:N1} MB.", $"O índice foi gravado de novo: {index.Count:N0} fotos, {bytes / 1e6:N1} MB."));
        return ExitCodes.Done;
    }
}
