using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spectre.Console;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Engines.Postgres;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Models;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre doctor</c>: what is well, and what to do where it is not.</summary>
internal static class DoctorCommand
{
    private const long LowDisk = 1L << 30;

    public static Command Create()
    {
        var library = SharedOptions.Library();
        var json = SharedOptions.Json();
        var command = new Command("doctor", Language.Say("Look at native libraries, model, library and disk, and say what to do", "Olhar bibliotecas nativas, modelo, biblioteca e disco, e dizer o que fazer")) { library, json };
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            var findings = Examine(parsed.GetValue(library)).ToList();
            if (parsed.GetValue(json)) Terminal.WriteJson(findings);
            else findings.ForEach(Write);
            return Task.FromResult(findings.TrueForAll(finding => finding.Well) ? ExitCodes.Done : ExitCodes.Failed);
        }, cancel));
        return command;
    }

    private static IEnumerable<Finding> Examine(string? library)
    {
        yield return new Finding(".NET", true, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Processor()}");
        yield return Try("libvips", () => new Finding("libvips", true, Thumbnailer.NativeVersion),
            Language.Say("install the package NetVips.Native for this system", "instale o pacote NetVips.Native para este sistema"));
        yield return Try("ONNX Runtime", () => new Finding("ONNX Runtime", true, $"{Devices.RuntimeVersion}, {string.Join(", ", Devices.Available()).ToLowerInvariant()}"),
            Language.Say("install Microsoft's Visual C++ runtime, or glibc 2.28 or newer", "instale o runtime Visual C++ da Microsoft, ou glibc 2.28 ou mais nova"));
        var place = library ?? LibraryFolder.DefaultPath;
        var isShared = PostgresAddress.Is(place);
        if (!isShared) place = Path.GetFullPath(place);
        PhotoLibrary? photos = null;
        if (isShared || PhotoLibrary.Exists(place))
        {
            yield return Try(Language.Say("library", "biblioteca"), () =>
            {
                photos = LibraryChoice.Open(place);
                return Library(photos);
            }, isShared ? Language.Say("see whether the server runs and its address is right", "veja se o servidor está ativo e o endereço certo") : Language.Say("restore catalog.db from a copy, or delete it and index again", "restaure catalog.db de uma cópia, ou apague-o e indexe de novo"));
        }
        else
        {
            yield return new Finding(Language.Say("library", "biblioteca"), true, Language.Say($"none yet in {place}: vislumbre index FOLDER", $"nenhuma ainda em {place}: vislumbre index PASTA"));
        }

        yield return Model(photos?.Catalog.Model);
        if (!isShared) yield return Disk(place);
        yield return Disk(new ModelStore().Folder);
    }

    private static Finding Library(PhotoLibrary photos)
    {
        var name = Language.Say("library", "biblioteca");
        var integrity = photos.Catalog.CheckIntegrity();
        if (integrity != "ok") return new Finding(name, false, integrity, Language.Say("restore catalog.db from a copy, or delete it and index again", "restaure catalog.db de uma cópia, ou apague-o e indexe de novo"));
        var counts = photos.Catalog.Count();
        var advice = counts.Failed > 0 ? Language.Say("see why: vislumbre show --failed", "veja por quê: vislumbre show --failed") : null;
        return new Finding(name, true, Language.Say(
            $"{photos.Place}: {counts.Indexed:N0} indexed, {counts.Failed:N0} failed, {counts.Missing:N0} missing",
            $"{photos.Place}: {counts.Indexed:N0} indexadas, {counts.Failed:N0} com falha, {counts.Missing:N0} ausentes"), advice);
    }

    private static Finding Model(StoredModel? stored)
    {
        var name = Language.Say("model", "modelo");
        try
        {
            var store = new ModelStore();
            if (stored is null)
            {
                return store.Find(KnownModels.Default.Name) is { } folder
                    ? new Finding(name, true, $"{KnownModels.Default.Name}: {folder}")
                    : new Finding(name, false, Language.Say($"{KnownModels.Default.Name} is not installed", $"{KnownModels.Default.Name} não está instalado"), "vislumbre model pull");
            }

            var model = ModelReader.IsModel(stored.Folder) ? ModelReader.Open(stored.Folder, stored.Identity.Name) : store.Open(stored.Identity.Name);
            return model.Identity.Matches(stored.Identity)
                ? new Finding(name, true, $"{model.Identity}: {model.Folder}")
                : new Finding(name, false, Language.Say($"{model.Folder} is {model.Identity}, the library is of {stored.Identity}", $"{model.Folder} é {model.Identity}, a biblioteca é de {stored.Identity}"), Language.Say("bring the library's model back", "traga de volta o modelo da biblioteca"));
        }
        catch (VislumbreException e)
        {
            return new Finding(name, false, e.Message);
        }
    }

    private static Finding Disk(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing)!;
        var free = new DriveInfo(existing).AvailableFreeSpace;
        return new Finding(Language.Say("disk", "disco"), free >= LowDisk,
            Language.Say($"{free / 1e9:N1} GB free for {folder}", $"{free / 1e9:N1} GB livres para {folder}"),
            free >= LowDisk ? null : Language.Say("make room", "abra espaço"));
    }

    private static Finding Try(string name, Func<Finding> look, string advice)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException or VislumbreException)
        {
            return new Finding(name, false, e.GetBaseException().Message, advice);
        }
    }

    private static string Processor()
    {
        var widest = Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : Vector128.IsHardwareAccelerated ? "128 bit" : "scalar";
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} × {widest}");
    }

    private static void Write(Finding finding)
    {
        var advice = finding.Advice is { } text ? $" [yellow]→ {text.EscapeMarkup()}[/]" : "";
        AnsiConsole.MarkupLine($"{(finding.Well ? "[green]✓[/]" : "[red]✗[/]")} {finding.Name.EscapeMarkup()}: {finding.Detail.EscapeMarkup()}{advice}");
    }

    private sealed record Finding(string Name, bool Well, string Detail, string? Advice = null);
}
