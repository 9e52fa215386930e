using System.CommandLine;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre pull list FILE</c></summary>
internal static class ListPullCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = Language.Say("Addresses, one a line; or a .csv, .tsv or .parquet with a column url, and caption, key, … where there are", "Endereços, um por linha; ou um .csv, .tsv ou .parquet com uma coluna url, e caption, key, … se houver") };
        var settings = new PullSettings();
        var command = new Command("list", Language.Say("Photos whose addresses a file lists", "Fotos cujos endereços um arquivo lista")) { file };
        settings.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var list = AddressList.Open(parsed.GetValue(file)!);
            settings.Check(parsed);
            using var encoder = await settings.OpenEncoderAsync(parsed, cancel);
            var folder = Path.GetFullPath(parsed.GetValue(settings.To) ?? Path.Combine(LibraryFolder.DefaultPath, "list"));
            var photos = LibraryChoice.Open(parsed.GetValue(settings.Library), create: true);
            var report = TablesImport.Run(photos, list, cancel);
            if (!parsed.GetValue(settings.Json)) TablesDisplay.Write(report);
            return await PullCommand.FetchAsync(settings, photos, encoder, AddressList.Source, report.Keys, folder, parsed, cancel);
        }, cancel));
        return command;
    }
}
