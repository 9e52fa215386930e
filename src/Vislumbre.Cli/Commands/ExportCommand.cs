using System.CommandLine;
using System.Diagnostics;
using Vislumbre.Features;
using Vislumbre.Indexing;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre export features DIR</c></summary>
internal static class ExportCommand
{
    public static Command Create() => new("export", Language.Say("Write what other programs read", "Escrever o que outros programas leem")) { CreateFeatures() };

    private static Command CreateFeatures()
    {
        var folder = new Argument<string>("folder") { Description = Language.Say("Where the files go", "Para onde vão os arquivos") };
        var batches = new Option<bool>("--batches") { Description = Language.Say("A pair .npy and .csv for every 32 photos, instead of features.npy and photo_ids.csv", "Um par .npy e .csv para cada 32 fotos, em vez de features.npy e photo_ids.csv") };
        var wide = new Option<bool>("--float32") { Description = Language.Say("32 bits a number (default: 16, as they are kept)", "32 bits por número (padrão: 16, como são guardados)") };
        var parquet = new Option<bool>("--parquet") { Description = Language.Say("Write features.parquet, too: ids, embeddings, paths, addresses, captions", "Escrever também features.parquet: ids, embeddings, caminhos, endereços, legendas") };
        var library = SharedOptions.Library();
        var json = SharedOptions.Json();
        var command = new Command("features", Language.Say("Embeddings as NumPy files and their ids as CSV", "Embeddings como arquivos NumPy e seus ids como CSV")) { folder, batches, wide, parquet, library, json };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var photos = LibraryChoice.Open(parsed.GetValue(library));
            var target = Path.GetFullPath(parsed.GetValue(folder)!);
            var layout = parsed.GetValue(batches) ? FeatureLayout.Batches : FeatureLayout.Combined;
            var precision = parsed.GetValue(wide) ? FeaturePrecision.Bits32 : FeaturePrecision.Bits16;
            var clock = Stopwatch.StartNew();
            var count = await RowsDisplay.RunAsync(photos.Catalog.Count().Indexed, progress => FeatureExport.RunAsync(photos, target, layout, precision, parsed.GetValue(parquet), progress, cancel), parsed.GetValue(json));
            if (parsed.GetValue(json)) Terminal.WriteJson(new { Photos = count, Folder = target, Bits = (int)precision, clock.Elapsed });
            else Console.WriteLine(Language.Say($"{count:N0} embeddings are in {Terminal.Short(target)} ({Terminal.Say(clock.Elapsed)})", $"{count:N0} embeddings estão em {Terminal.Short(target)} ({Terminal.Say(clock.Elapsed)})"));
            return ExitCodes.Done;
        }, cancel));
        return command;
    }
}
