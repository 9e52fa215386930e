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
        var photo = new Argument<string?>("photo") { Arity = ArgumentArity.ZeroOrOne, Description = Language.Say("A photo's number or file; nothing for the library itself", "O número ou arquivo de uma foto; nada para a própria biblioteca"), HelpName = Language.Say("ID|FILE", "ID|ARQUIVO") };
        var failed = new Option<bool>("--failed") { Description = Language.Say("The photos that could not be read, and why", "As fotos que não puderam ser lidas, e por quê") };
        var library = SharedOptions.Library();
        var json = SharedOptions.Json();
        var command = new Command("show", Language.Say("Show a photo's record, the failures, or the library", "Mostrar o registro de uma foto, as falhas ou a biblioteca")) { photo, failed, library, json };
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            var photos = PhotoLibrary.Open(parsed.GetValue(library));
            if (parsed.GetValue(failed)) WriteFailed(photos.Catalog, parsed.GetValue(json));
            else if (parsed.GetValue(photo) is { } given) WritePhoto(Find(photos, given), parsed.GetValue(json));
            else WriteLibrary(photos, parsed.GetValue(json));
            return Task.FromResult(ExitCodes.Done);
        }, cancel));
        return command;
    }

    private static PhotoRecord Find(PhotoLibrary photos, string given)
    {
        var byNumber = long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? photos.Catalog.Find(id) : null;
        return byNumber ?? photos.Catalog.FindPath(Path.GetFullPath(given)) ?? throw new LibraryException(LibraryFault.NotFound, Language.Say(
            $"No photo {given} in {photos.Folder.Path}.", $"Nenhuma foto {given} em {photos.Folder.Path}."));
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

    private static void WritePhoto(PhotoRecord photo, bool json)
    {
        if (json)
        {
            Terminal.WriteJson(new { photo.Id, photo.Path, photo.Status, photo.Reason, photo.Format, photo.Width, photo.Height, photo.Bytes, photo.Sha256, photo.Modified, photo.Handled });
            return;
        }

        var status = photo.Status switch
        {
            PhotoStatus.Indexed => Language.Say("indexed", "indexada"),
            PhotoStatus.Missing => Language.Say("missing: the file is gone", "ausente: o arquivo sumiu"),
            _ => Language.Say($"failed: {photo.Reason}", $"falhou: {photo.Reason}"),
        };
        ModelDisplay.WriteGrid(
            ("ID", photo.Id.ToString(CultureInfo.InvariantCulture)),
            (Language.Say("File", "Arquivo"), photo.Path),
            (Language.Say("State", "Estado"), status),
            (Language.Say("Picture", "Imagem"), photo.Width is null ? "–" : $"{photo.Format}, {photo.Width} × {photo.Height}"),
            (Language.Say("Size", "Tamanho"), $"{photo.Bytes:N0} bytes"),
            (Language.Say("Changed", "Modificado"), photo.Modified.ToLocalTime().ToString("g", CultureInfo.CurrentCulture)),
            (Language.Say("Indexed", "Indexado"), photo.Handled.ToLocalTime().ToString("g", CultureInfo.CurrentCulture)),
            ("SHA-256", photo.Sha256 ?? "–"));
    }

    private static void WriteLibrary(PhotoLibrary photos, bool json)
    {
        var (counts, model) = (photos.Catalog.Count(), photos.Catalog.Model);
        if (json)
        {
            Terminal.WriteJson(new { Library = photos.Folder.Path, counts.Indexed, counts.Failed, counts.Missing, Model = model?.Identity.Name, model?.Identity.Sha256, model?.Identity.Dimension });
            return;
        }

        ModelDisplay.WriteGrid(
            (Language.Say("Library", "Biblioteca"), photos.Folder.Path),
            (Language.Say("Photos", "Fotos"), Language.Say($"{counts.Indexed:N0} indexed, {counts.Failed:N0} failed, {counts.Missing:N0} missing", $"{counts.Indexed:N0} indexadas, {counts.Failed:N0} com falha, {counts.Missing:N0} ausentes")),
            (Language.Say("Model", "Modelo"), model?.Identity.ToString() ?? "–"));
    }
}
