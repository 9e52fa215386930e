using System.CommandLine;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Evaluation;
using Vislumbre.Indexing;
using Vislumbre.Searching;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre evaluate index</c></summary>
internal static class EvaluateIndexCommand
{
    public static Command Create()
    {
        var library = SharedOptions.Library();
        var towers = new TowerSettings();
        var queries = SharedOptions.Number("--queries", 200, 1, 100_000, Language.Say("How many photos, and how many sentences, to search with", "Com quantas fotos, e com quantas frases, buscar"), "-n");
        var photosOnly = new Option<bool>("--photos-only") { Description = Language.Say("Search with photos alone: no model is needed", "Buscar só com fotos: não é preciso modelo") };
        var json = SharedOptions.Json();
        var command = new Command("index", Language.Say("Measure how well and how fast the index finds what an exact search finds", "Medir quão bem e quão rápido o índice acha o que uma busca exata acha")) { queries, photosOnly, json, library };
        towers.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var photos = LibraryChoice.Open(parsed.GetValue(library));
            if (photos.Catalog.Model is not { } model || photos.Catalog.Count().Indexed == 0)
            {
                throw new LibraryException(LibraryFault.Absent, Language.Say(
                    $"The library in {photos.Place} has no photos yet. Index some first: vislumbre index FOLDER", $"A biblioteca em {photos.Place} ainda não tem fotos. Indexe antes: vislumbre index PASTA"));
            }

            var count = parsed.GetValue(queries);
            var rows = new List<(string, IReadOnlyList<float[]>, bool)> { ("photos", [.. photos.Catalog.Embeddings.Sample(count).Take(count).Select(row => HalfVector.Decode(row))], true) };
            if (!parsed.GetValue(photosOnly))
            {
                if (photos.Nearest is not LibraryVectors)
                    throw new LibraryException(LibraryFault.Unusable, Language.Say("The embedded index is measured, and this library is searched by another engine: VISLUMBRE_VECTORS=local measures one that follows it.", "Mede-se o índice embutido, e esta biblioteca é buscada por outro motor: VISLUMBRE_VECTORS=local mede um que a segue."));
                using var encoder = new DualEncoder(await ModelChoice.OpenAsync(null, model, cancel), towers.Of(parsed));
                var bank = CaptionBank.For(encoder.Model.Identity).Sentences;
                rows.Add(("sentences", encoder.Text.Encode([.. bank.Where((_, at) => at % Math.Max(1, bank.Count / count) == 0).Take(count)]), false));
            }

            var quiet = parsed.GetValue(json);
            var report = await EvaluationProgressDisplay.RunAsync(
                progress => Task.Run(() => photos.Vectors.Search(model.Identity.Dimension, index => new NeighbourEvaluation(index).Run(rows, progress, cancel)), cancel), quiet);
            NeighbourDisplay.Write(report, quiet);
            return ExitCodes.Done;
        }, cancel));
        return command;
    }
}
