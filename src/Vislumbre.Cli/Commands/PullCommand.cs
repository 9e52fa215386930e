using System.CommandLine;
using System.Text;
using Vislumbre.Encoding;
using Vislumbre.Engines.Postgres;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre pull unsplash-lite|list</c></summary>
internal static class PullCommand
{
    public static Command Create() => new("pull", Language.Say("Fetch photos from a source, with what it says of them", "Buscar fotos de uma fonte, com o que ela diz delas"))
    {
        UnsplashPullCommand.Create(),
        ListPullCommand.Create(),
    };

    /// <summary>Fetches what the catalog knows of a source, shows how far it is, writes what was done.</summary>
    public static async Task<int> FetchAsync(PullSettings settings, PhotoLibrary photos, DualEncoder? encoder, string source, IReadOnlySet<string>? only, string folder, ParseResult parsed, CancellationToken cancel)
    {
        var options = settings.Options(parsed) with { Only = only };
        var json = parsed.GetValue(settings.Json);
        if (settings.Queues(parsed)) return Queue(parsed.GetValue(settings.Library), source, options, json);
        var report = await PullDisplay.RunAsync(progress => new SourcePull(photos, options).RunAsync(source, folder, encoder, progress, cancel), json);
        if (encoder is not null && !report.Stopped) await Upkeep.RunAsync(photos, encoder, json, cancel);
        if (json) Terminal.WriteJson(report);
        else PullDisplay.Write(report, folder, photos.Place);
        if (encoder is not null && !json) ModelDisplay.WriteCaution(encoder.Model.Identity);
        if (parsed.GetValue(settings.FailedTo) is { } list) await WriteFailedAsync(list, report);
        if (report.Trouble is not null) Complaint.Say(report.Trouble);
        return report.Stopped ? ExitCodes.Stopped
            : report.Trouble is not null ? ExitCodes.Failed
            : report.Failed.Count + (report.Index?.Failed.Count ?? 0) > 0 ? ExitCodes.SomePhotosFailed : ExitCodes.Done;
    }

    private static int Queue(string? library, string source, PullOptions options, bool json)
    {
        var (taken, indexed, leftOut) = IndexingWork.Open(LibraryChoice.Shared(library)).Work.Add(source, options);
        if (json) Terminal.WriteJson(new { Queued = taken, Indexed = indexed, LeftOut = leftOut });
        else Console.WriteLine(Language.Say(
            $"{taken:N0} addresses queued for workers, {indexed:N0} photos indexed already, {leftOut:N0} gone or unreadable before: vislumbre index --worker",
            $"{taken:N0} endereços na fila dos trabalhadores, {indexed:N0} fotos já indexadas, {leftOut:N0} antes perdidas ou ilegíveis: vislumbre index --worker"));
        return ExitCodes.Done;
    }

    // Nobody reads half a list: it is moved into place whole.
    private static async Task WriteFailedAsync(string path, PullReport report)
    {
        var lines = new StringBuilder("key\taddress\tstate\treason\n");
        foreach (var photo in report.Gone) lines.Append(photo.Key).Append('\t').Append(photo.Address).Append("\tgone\t").Append(photo.Reason).Append('\n');
        foreach (var photo in report.Failed) lines.Append(photo.Key).Append('\t').Append(photo.Address).Append("\tfailed\t").Append(photo.Reason).Append('\n');
        await File.WriteAllTextAsync(path + ".part", lines.ToString());
        File.Move(path + ".part", path, overwrite: true);
    }
}
