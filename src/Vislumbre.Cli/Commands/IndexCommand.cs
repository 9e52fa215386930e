using System.CommandLine;
using Spectre.Console;
using Vislumbre.Encoding;
using Vislumbre.Indexing;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre index PATH…</c></summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = Language.Say("Folders of photos, or photos", "Pastas de fotos, ou fotos"),
        };
        var library = SharedOptions.Library();
        var model = SharedOptions.Model();
        var device = SharedOptions.Device();
        var json = SharedOptions.Json();
        var batch = SharedOptions.Batch(Language.Say("Photos encoded and committed together", "Fotos codificadas e gravadas juntas"));
        var recursive = new Option<bool>("--recursive", "-r") { Description = Language.Say("Read folders inside folders (give false not to)", "Ler pastas dentro de pastas (false para não ler)"), DefaultValueFactory = _ => true };
        var retry = new Option<bool>("--retry-failed") { Description = Language.Say("Try failed photos again though they have not changed", "Tentar de novo as fotos que falharam, mesmo sem mudança") };
        var command = new Command("index", Language.Say("Index photos, so that they can be found", "Indexar fotos, para que possam ser encontradas"))
        {
            paths, library, model, device, batch, recursive, retry, json,
        };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            // Without a model nothing is made: no empty library is left behind.
            var place = parsed.GetValue(library);
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), ModelChoice.Of(place), cancel), new EncoderOptions { Device = parsed.GetValue(device) });
            var photos = PhotoLibrary.Open(place, create: true);
            var options = new IndexOptions { Batch = parsed.GetValue(batch), Recursive = parsed.GetValue(recursive), RetryFailed = parsed.GetValue(retry) };
            var report = await RunAsync(photos, encoder, parsed.GetValue(paths)!, options, parsed.GetValue(json), cancel);
            if (!parsed.GetValue(json)) ModelDisplay.WriteCaution(encoder.Model.Identity);
            return report.Stopped ? ExitCodes.Stopped : report.Failed.Count > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
        }, cancel));
        return command;
    }

    /// <summary>Indexes, shows how far it is, and what was done.</summary>
    public static async Task<IndexReport> RunAsync(PhotoLibrary photos, DualEncoder encoder, IReadOnlyList<string> paths, IndexOptions options, bool json, CancellationToken cancel)
    {
        var indexer = new PhotoIndexer(photos, encoder, options);
        var report = await IndexDisplay.RunAsync(progress => indexer.RunAsync(paths, progress, cancel), json);
        if (!report.Stopped)
        {
            // So that the first search finds them made.
            photos.Vectors.Compact(encoder.Model.Identity.Dimension, cancellationToken: cancel);
            await StrengthPreparation.RunAsync(photos, encoder, json, cancel);
        }

        if (json) Terminal.WriteJson(report);
        else IndexDisplay.Write(report, photos.Folder.Path);
        return report;
    }
}
