using System.CommandLine;
using System.Globalization;
using Vislumbre.Catalog;
using Vislumbre.Indexing;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre show [ID|FILE] [--failed]</c></summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var photo = new Argument<string?>("photo") { Arity = ArgumentArity.ZeroOrOne, Description = Language.Say("A photo's number, its id at the source, or its file; nothing for the library itself", "O número de uma foto, o seu id na fonte, ou o arquivo; nada para a própria biblioteca"), HelpName = Language.Say("ID|FILE", "ID|ARQUIVO") };
        var failed = new Option<bool>("--failed") { Description = Language.Say("The photos that could not be read, and why", "As fotos que não puderam ser lidas, e por quê") };
        var library = SharedOptions.Library();
        var json = SharedOptions.Json();
        var command = new Command("show", Language.Say("Show a photo's record, the failures, or the library", "Mostrar o registro de uma foto, as falhas ou a biblioteca")) { photo, failed, library, json };
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            var photos = LibraryChoice.Open(parsed.GetValue(library));
            if (parsed.GetValue(failed)) WriteFailed(photos.Catalog, parsed.GetValue(json));
            else if (parsed.GetValue(photo) is { } given) PhotoDisplay.Write(photos.Catalog, Find(photos, given), parsed.GetValue(json));
            else WriteLibrary(photos, parsed.GetValue(json));
            return Task.FromResult(ExitCodes.Done);
        }, cancel));
        return command;
    }

    /// <summary>The photo of a number, of a file, or of what a source calls it, with what sources say of it.</summary>
    public static (PhotoRecord? Photo, PhotoDetails? Details) Find(PhotoLibrary photos, string given)
    {
        var catalog = photos.Catalog;
        var photo = (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? catalog.Find(id) : null) ?? catalog.FindPath(given) ?? catalog.FindPath(Path.GetFullPath(given));
        if (photo is not null) return (photo, catalog.Details.Of(photo));
        var details = catalog.Details.FindKey(given) ?? throw new LibraryException(LibraryFault.NotFound, Language.Say($"No photo {given} in {photos.Place}.", $"Nenhuma foto {given} em {photos.Place}."));
        return (catalog.FindDetailed(details.Id), details);
    }

    private static void WriteFailed(PhotoCatalog catalog, bool json)
    {
        var failures = catalog.Failed();
        if (json)
        {
            Terminal.WriteJson(failures.Select(photo => new { photo.Id, photo.Path, photo.Reason, photo.Handled }));
            return;
        }

        foreach (var photo in failures) Console.WriteLine($"{photo.Path}\t{photo.Reason}");
    }

    private static void WriteLibrary(PhotoLibrary photos, bool json)
    {
        var (counts, model) = (photos.Catalog.Count(), photos.Catalog.Model);
        if (json)
        {
            Terminal.WriteJson(new { Library = photos.Place, counts.Indexed, counts.Failed, counts.Missing, Model = model?.Identity.Name, model?.Identity.Sha256, model?.Identity.Dimension });
            return;
        }

        ModelDisplay.WriteGrid(
            (Language.Say("Library", "Biblioteca"), photos.Place),
            (Language.Say("Photos", "Fotos"), Language.Say($"{counts.Indexed:N0} indexed, {counts.Failed:N0} failed, {counts.Missing:N0} missing", $"{counts.Indexed:N0} indexadas, {counts.Failed:N0} com falha, {counts.Missing:N0} ausentes")),
            (Language.Say("Model", "Modelo"), model?.Identity.ToString() ?? "–"));
    }
}
