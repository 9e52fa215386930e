using System.CommandLine;
using Vislumbre.Features;
using Vislumbre.Indexing;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre import features DIR</c></summary>
internal static class ImportCommand
{
    public static Command Create() => new("import", Language.Say("Take over what other programs made", "Trazer o que outros programas fizeram")) { CreateFeatures() };

    private static Command CreateFeatures()
    {
        var folder = new Argument<string>("folder")
        {
            Description = Language.Say(
                "features.npy with photo_ids.csv; or a pair .npy and .csv for each batch; or img_emb/ and metadata/ of clip-retrieval",
                "features.npy com photo_ids.csv; ou um par .npy e .csv por lote; ou img_emb/ e metadata/ do clip-retrieval"),
        };
        var pictures = new Option<string?>("--photos") { Description = Language.Say("The folder where the photos are, each called by its id", "A pasta onde estão as fotos, cada uma com o seu id por nome"), HelpName = Language.Say("FOLDER", "PASTA") };
        var library = SharedOptions.Library();
        var model = SharedOptions.Model();
        var json = SharedOptions.Json();
        var command = new Command("features", Language.Say("Embeddings in NumPy files, so that nothing is encoded again", "Embeddings em arquivos NumPy, para que nada seja codificado de novo")) { folder, pictures, library, model, json };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var place = parsed.GetValue(library);
            var features = FeatureFolder.Open(parsed.GetValue(folder)!);
            var found = await ModelChoice.OpenAsync(parsed.GetValue(model), ModelChoice.Of(place), cancel);
            var photos = LibraryChoice.Open(place, create: true);
            var import = new FeatureImport(photos, found.Identity, found.Folder, parsed.GetValue(pictures));
            var report = await RowsDisplay.RunAsync(features.EstimatedRows, progress => Task.Run(() => import.Run(features, progress, cancel), CancellationToken.None), parsed.GetValue(json));
            if (!report.Stopped) await Upkeep.RunAsync(photos, null, parsed.GetValue(json), cancel);
            if (parsed.GetValue(json)) Terminal.WriteJson(report);
            else FeatureDisplay.Write(report, found.Identity, photos.Place);
            return report.Stopped ? ExitCodes.Stopped : report.Faults.Count > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
        }, cancel));
        return command;
    }
}
