using System.CommandLine;
using System.Globalization;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Searching;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre similar FILE|ID</c></summary>
internal static class SimilarCommand
{
    public static Command Create()
    {
        var photo = new Argument<string>("photo") { Description = Language.Say("A photo's number in the library, its id at the source, or a file", "O número de uma foto da biblioteca, o seu id na fonte, ou um arquivo"), HelpName = Language.Say("FILE|ID", "ARQUIVO|ID") };
        var library = SharedOptions.Library();
        var vectors = SharedOptions.Vectors();
        var towers = new TowerSettings();
        var count = SharedOptions.Count();
        var json = SharedOptions.Json();
        var command = new Command("similar", Language.Say("Find photos that are like one", "Encontrar fotos parecidas com uma")) { photo, count, json, library, vectors };
        towers.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var photos = LibraryChoice.Open(parsed.GetValue(library), vectors: parsed.GetValue(vectors));
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(null, photos.Catalog.Model, cancel), towers.Of(parsed));
            var query = Query(photos, parsed.GetValue(photo)!) with { Count = parsed.GetValue(count) };
            HitDisplay.Write(await new PhotoSearcher(photos, encoder).SearchAsync(query, cancel), encoder.Model, parsed.GetValue(json));
            if (Terminal.IsSeen && !parsed.GetValue(json)) ModelDisplay.WriteCaution(encoder.Model.Identity);
            return ExitCodes.Done;
        }, cancel));
        return command;
    }

    // A file of the library is known already; another one is encoded.
    private static SearchQuery Query(PhotoLibrary photos, string given)
    {
        if (!File.Exists(given) && long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return new SearchQuery { LikePhoto = id };
        if (!File.Exists(given) && photos.Catalog.FindNamed(given) is { } called) return new SearchQuery { LikePhoto = called.Id };
        var path = Path.GetFullPath(given);
        if (photos.Catalog.FindPath(path) is { Status: Catalog.PhotoStatus.Indexed } known) return new SearchQuery { LikePhoto = known.Id };
        return new SearchQuery { Picture = QueryPicture.FromFile(path) };
    }
}
