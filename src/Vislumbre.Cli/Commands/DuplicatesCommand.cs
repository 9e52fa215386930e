using System.CommandLine;
using Spectre.Console;
using Vislumbre.Indexing;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre duplicates</c></summary>
internal static class DuplicatesCommand
{
    public static Command Create()
    {
        var library = SharedOptions.Library();
        var json = SharedOptions.Json();
        var command = new Command("duplicates", Language.Say("List photos that are nearly the same", "Listar fotos quase iguais")) { library, json };
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            var photos = LibraryChoice.Open(parsed.GetValue(library));
            var groups = new AlikePhotos(photos.Catalog).Find(cancel);
            var paths = photos.Catalog.Find([.. groups.SelectMany(group => group)]);
            if (parsed.GetValue(json)) Terminal.WriteJson(groups.Select(group => group.Select(id => new { id, paths[id].Path, paths[id].Bytes, paths[id].Width, paths[id].Height })));
            else if (Terminal.IsSeen) WriteTable(groups, id => (Terminal.FileLink(paths[id].Path), $"{paths[id].Width} × {paths[id].Height}", $"{paths[id].Bytes / 1e6:N1} MB"));
            else WriteLines(groups, id => Terminal.OneLine(paths[id].Path));
            return Task.FromResult(ExitCodes.Done);
        }, cancel));
        return command;
    }

    private static void WriteTable(IReadOnlyList<IReadOnlyList<long>> groups, Func<long, (string Link, string Size, string Bytes)> say)
    {
        if (groups.Count == 0)
        {
            Console.WriteLine(Language.Say("No two photos are nearly the same.", "Não há duas fotos quase iguais."));
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("ID").RightAligned()).AddColumn(Language.Say("Photo", "Foto")).AddColumn(new TableColumn("Pixels").RightAligned()).AddColumn(new TableColumn("").RightAligned());
        foreach (var group in groups)
        {
            foreach (var id in group)
            {
                var (link, size, bytes) = say(id);
                table.AddRow($"{id}", id == group[0] ? $"[bold]{link}[/]" : link, size, bytes);
            }

            if (group != groups[^1]) table.AddEmptyRow();
        }

        AnsiConsole.Write(table);
        var photos = groups.Sum(group => group.Count);
        Console.WriteLine(Language.Say($"{groups.Count:N0} groups, {photos:N0} photos. A search shows one of each; --all shows all.", $"{groups.Count:N0} grupos, {photos:N0} fotos. Uma busca mostra uma de cada; --all mostra todas."));
    }

    // For programs: the group's number, the photo's, and where it is.
    private static void WriteLines(IReadOnlyList<IReadOnlyList<long>> groups, Func<long, string> path)
    {
        for (var at = 0; at < groups.Count; at++)
        {
            foreach (var id in groups[at]) Console.WriteLine($"{at + 1}\t{id}\t{path(id)}");
        }
    }
}
