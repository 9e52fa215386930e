using System.CommandLine;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Scenes;
using Vislumbre.Searching;
using Vislumbre.Web;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre demo</c></summary>
internal static class DemoCommand
{
    private const int Shown = 9;
    private static readonly SceneFolderOptions Scenes = new() { Count = 1000, Seed = 25_000, Themes = true };
    private static readonly string[] Sentences = ["two dogs playing in the snow", "um barco a vela no mar ao pôr do sol"];

    public static Command Create()
    {
        var folder = new Option<string?>("--folder") { Description = Language.Say("Where pictures and library go (default: demo in the user's data folder)", "Para onde vão imagens e biblioteca (padrão: demo na pasta de dados do usuário)"), HelpName = Language.Say("FOLDER", "PASTA") };
        var serve = new Option<bool>("--serve") { Description = Language.Say("Serve the page at the end (give false not to)", "Servir a página no fim (false para não servir)"), DefaultValueFactory = _ => true };
        var port = SharedOptions.Port();
        var command = new Command("demo", Language.Say("See it work in a minute: draws 1,000 scenes, indexes, searches, serves the page; no download", "Ver funcionando em um minuto: desenha 1.000 cenas, indexa, busca, serve a página; sem download")) { folder, serve, port };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var model = new ModelStore().Open(KnownModels.Shipped.Name);
            // Another version of Vislumbre draws other scenes, or knows them by another model: it has its own place beside the old one.
            var place = Path.Combine(Path.GetFullPath(parsed.GetValue(folder) ?? Path.Combine(LibraryFolder.DefaultPath, "demo")), $"{SceneFolder.Fingerprint(Scenes)}-{model.Identity.Sha256[..8]}");
            var pictures = Path.Combine(place, "scenes");
            ScenesCommand.Draw(pictures, Scenes, cancel);
            var photos = LibraryChoice.Open(Path.Combine(place, "library"), create: true);
            using var encoder = new DualEncoder(model, new EncoderOptions());
            if ((await IndexCommand.RunAsync(photos, encoder, [pictures], new IndexOptions(), json: false, cancel)).Stopped) return ExitCodes.Stopped;
            await SearchAsync(photos, encoder, pictures, cancel);
            ModelDisplay.WriteCaution(encoder.Model.Identity);
            if (parsed.GetValue(serve)) await ServeCommand.RunAsync(photos, encoder, new WebOptions { Port = parsed.GetValue(port) }, cancel);
            return ExitCodes.Done;
        }, cancel));
        return command;
    }

    private static async Task SearchAsync(PhotoLibrary photos, DualEncoder encoder, string pictures, CancellationToken cancel)
    {
        var searcher = new PhotoSearcher(photos, encoder);
        foreach (var sentence in Sentences)
        {
            Console.WriteLine($"\nvislumbre search \"{sentence}\"");
            HitDisplay.Write(await searcher.SearchAsync(new SearchQuery { Text = sentence, Count = Shown }, cancel), encoder.Model, json: false);
        }

        var picture = Path.Combine(pictures, "scene-000040.jpg");
        Console.WriteLine($"\nvislumbre search --image {Terminal.Short(picture)}");
        HitDisplay.Write(await searcher.SearchAsync(new SearchQuery { Picture = await QueryPicture.OpenAsync(picture, allowPrivateAddresses: false, cancel), Count = Shown }, cancel), encoder.Model, json: false);
    }
}
