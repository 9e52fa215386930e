using System.CommandLine;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre pull unsplash-lite</c></summary>
internal static class UnsplashPullCommand
{
    private const string ZipName = "unsplash-lite.zip";
    private const string PhotosFolder = "photos";

    public static Command Create()
    {
        var settings = new PullSettings().WithSizes();
        var zip = new Option<string?>("--zip") { Description = Language.Say("A zip of the data set that is here already", "Um zip do conjunto de dados que já está aqui"), HelpName = Language.Say("FILE", "ARQUIVO") };
        var tables = new Option<string?>("--tables") { Description = Language.Say("A folder with the unpacked tables (photos.tsv000, …)", "Uma pasta com as tabelas descompactadas (photos.tsv000, …)"), HelpName = Language.Say("FOLDER", "PASTA") };
        var from = new Option<string>("--from") { Description = Language.Say("Where the zip is, if none is here yet", "Onde está o zip, se ainda não há um aqui"), DefaultValueFactory = _ => UnsplashDownload.Latest.AbsoluteUri, HelpName = "URL" };
        var sha256 = new Option<string?>("--sha256") { Description = Language.Say("What the SHA-256 of the zip must be", "O que deve ser o SHA-256 do zip"), HelpName = "HEX" };
        sha256.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) result.AddError(Language.Say("--sha256 must be 64 hexadecimal digits.", "--sha256 deve ter 64 dígitos hexadecimais."));
        });
        var refresh = new Option<bool>("--refresh") { Description = Language.Say("Get the newest release though one is here", "Buscar a versão mais nova, mesmo havendo uma aqui") };
        var command = new Command("unsplash-lite", Language.Say("The Unsplash Lite data set: 25,000 photos with descriptions, keywords and more", "O conjunto de dados Unsplash Lite: 25.000 fotos com descrições, palavras-chave e mais")) { zip, tables, from, sha256, refresh };
        settings.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(tables) is not null && result.GetValue(sha256) is not null) result.AddError(Language.Say("--sha256 goes without --tables.", "--sha256 não combina com --tables."));
            if (result.GetValue(zip) is not null && result.GetValue(tables) is not null) result.AddError(Language.Say("--zip goes without --tables.", "--zip não combina com --tables."));
            if (result.GetValue(from) is { } given && !AddressPolicy.IsHttp(given)) result.AddError(Language.Say("--from must be an http or https address.", "--from deve ser um endereço http ou https."));
        });
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            settings.Check(parsed);
            using var encoder = await settings.OpenEncoderAsync(parsed, cancel);
            var folder = Path.GetFullPath(parsed.GetValue(settings.To) ?? Path.Combine(LibraryFolder.DefaultPath, "unsplash-lite"));
            var json = parsed.GetValue(settings.Json);
            var place = parsed.GetValue(zip) ?? parsed.GetValue(tables) ?? await FindAsync(folder, new Uri(parsed.GetValue(from)!), parsed.GetValue(sha256), settings.AllowPrivate(parsed), parsed.GetValue(refresh), json, cancel);
            if (parsed.GetValue(sha256) is { } hash) await UnsplashDownload.CheckAsync(place, hash, cancel);
            using var release = UnsplashRelease.Open(place);
            var photos = LibraryChoice.Open(parsed.GetValue(settings.Library), create: true);
            if (photos.Catalog.Details.Fingerprint(UnsplashTables.Source) is null) WriteTerms(json ? Console.Error : Console.Out);
            var report = await TablesDisplay.RunAsync(progress => Task.Run(() => TablesImport.Run(photos, release, progress, cancel), cancel), json);
            if (!json) TablesDisplay.Write(report);
            return await PullCommand.FetchAsync(settings, photos, encoder, UnsplashTables.Source, null, Path.Combine(folder, PhotosFolder), parsed, cancel);
        }, cancel));
        return command;
    }

    private static async Task<string> FindAsync(string folder, Uri from, string? sha256, bool allowPrivate, bool refresh, bool json, CancellationToken cancel)
    {
        var zip = Path.Combine(folder, ZipName);
        if (!refresh && !File.Exists(zip) && UnsplashRelease.IsIn(folder)) return folder;
        // The one that is here stays until the new one is whole.
        if (refresh || !File.Exists(zip)) await BytesDisplay.RunAsync(ZipName, progress => UnsplashDownload.FetchAsync(from, zip, allowPrivate, sha256, progress, cancel), json);
        return zip;
    }

    private static void WriteTerms(TextWriter to) => to.WriteLine(Language.Say(
        $"The Unsplash Lite data set is for use of your own, in business too: to search, to train. No part of it may be published or passed on without Unsplash's leave; the photos are under the Unsplash License, and whoever shows one names photographer and Unsplash. The terms: {UnsplashDownload.Terms}, and TERMS.md in the zip.",
        $"O conjunto Unsplash Lite é para uso próprio, também comercial: buscar, treinar. Nenhuma parte dele pode ser publicada ou repassada sem permissão do Unsplash; as fotos estão sob a Licença Unsplash, e quem mostra uma nomeia o fotógrafo e o Unsplash. Os termos: {UnsplashDownload.Terms}, e TERMS.md no zip."));
}
