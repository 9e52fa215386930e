using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Testing;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>The real <c>vislumbre pull</c> against an Unsplash of our own on loopback, on good days and bad ones.</summary>
public sealed class Pull_command : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_command_leads_from_nothing_to_photos_that_are_found_by_what_they_show()
    {
        await using var server = await StartAsync(new ReleaseOptions { Photos = 150, BadRows = 2 }, new UnsplashServerOptions { MaximumEdge = 128, NotFoundShare = .03, WrongTypeShare = .02, CutReleaseAfter = 2000 });
        var command = new Command(_folder.Path);
        var (code, output, errors) = await command.RunAsync(Pull(server, "--index", "--model", "mini", "--failed-to", _folder.At("failed.tsv")));
        Assert.True(code == 5, $"{code}: {output}{errors}"); // some could not be had
        Assert.Contains("Unsplash License", output, StringComparison.Ordinal);
        Assert.Contains("150 photos", output, StringComparison.Ordinal);
        Assert.Contains("photos.tsv000 line", output, StringComparison.Ordinal);
        var fates = server.Release.Photos.ToLookup(server.FaultOf);
        var listed = (await File.ReadAllLinesAsync(_folder.At("failed.tsv"))).Skip(1).Select(line => line.Split('\t')).ToList();
        Assert.Equal(fates[PhotoFate.NotFound].Select(photo => (photo.Id, "gone", "the server answers 404")).Concat(fates[PhotoFate.WrongType].Select(photo => (photo.Id, "failed", "not a picture but text/html"))).Order(), listed.Select(row => (row[0], row[2], row[3])).Order());

        var found = 0;
        var asked = fates[PhotoFate.Fine].Where(photo => photo.Description.Length > 20).Take(6).ToList();
        foreach (var photo in asked)
        {
            var (_, hits, _) = await command.RunAsync("search", photo.Description, "--json");
            using var json = JsonDocument.Parse(hits);
            if (json.RootElement.GetProperty("hits").EnumerateArray().Any(hit => hit.GetProperty("key").GetString() == photo.Id)) found++;
        }

        Assert.InRange(found, asked.Count - 1, asked.Count);

        // Its record, by what Unsplash calls it; and nothing is asked for twice, nor the terms said twice.
        var (_, record, _) = await command.RunAsync("show", asked[0].Id);
        Assert.Contains("on Unsplash", record, StringComparison.Ordinal);
        Assert.Contains(asked[0].Description, record, StringComparison.Ordinal);
        var before = server.Counts.Requests[RequestKind.Photo];
        var (_, again, _) = await command.RunAsync(Pull(server, "--index", "--model", "mini"));
        Assert.DoesNotContain("Unsplash License", again, StringComparison.Ordinal);
        Assert.Equal(before + 2 * fates[PhotoFate.WrongType].Count(), server.Counts.Requests[RequestKind.Photo]);
    }

    [Fact]
    public async Task Killed_at_10_random_moments_no_photo_is_lost_or_doubled()
    {
        await using var server = await StartAsync(new ReleaseOptions { Photos = 500, DistinctPictures = 10, Conversions = 1 }, new UnsplashServerOptions { MaximumEdge = 64, Latency = TimeSpan.FromMilliseconds(15), ResetShare = .02, NotFoundShare = .02 });
        var command = new Command(_folder.Path);
        var random = new Random();
        for (var kill = 0; kill < 10; kill++)
        {
            var asked = server.Counts.Requests.GetValueOrDefault(RequestKind.Photo);
            using var process = command.Start(Pull(server, "--index", "--model", SmallModel.Folder, "--parallel", "4"));
            var until = asked + random.Next(0, 60);
            var clock = Stopwatch.StartNew();
            while (server.Counts.Requests.GetValueOrDefault(RequestKind.Photo) < until && !process.HasExited && clock.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(2);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            // A name means a whole file, at any moment.
            if (Directory.Exists(_folder.At("data", "photos"))) Assert.All(Directory.EnumerateFiles(_folder.At("data", "photos"), "*.jpg"), file => PictureCheck.Read(PhotoSource.FromFile(file)));
        }

        var (code, output, errors) = await command.RunAsync(Pull(server, "--index", "--model", SmallModel.Folder));
        Assert.True(code == 0, $"{code}: {output}{errors}");
        var fine = server.Release.Photos.Where(photo => server.FaultOf(photo) == PhotoFate.Fine).Select(photo => photo.Id).Order().ToList();
        Assert.Equal(fine, Directory.EnumerateFiles(_folder.At("data", "photos")).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        var catalog = PhotoCatalog.Open(new LibraryFolder(_folder.At("library")), create: false);
        Assert.Equal(new PhotoCounts(fine.Count, 0, 0), catalog.Count());
        Assert.Equal("ok", catalog.CheckIntegrity());
        Assert.Equal(500, catalog.Details.Count("unsplash").Photos);
    }

    [Fact]
    public async Task On_a_full_disk_it_says_so_breaks_nothing_and_goes_on_when_there_is_room()
    {
        var disk = _folder.At("disk");
        Directory.CreateDirectory(disk);
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", disk)) Assert.Skip("a small file system cannot be mounted here (that takes root)");
        try
        {
            await using var server = await StartAsync(new ReleaseOptions { Photos = 600, DistinctPictures = 10, Conversions = 1 }, new UnsplashServerOptions { MaximumEdge = 96 });
            // Photos fill the small disk, then the library too.
            foreach (var library in new[] { _folder.At("library"), Path.Combine(disk, "library") })
            {
                Assert.True(await RunAsync("mount", "-o", "remount,size=1500k", disk));
                var command = new Command(_folder.Path).With("VISLUMBRE_LIBRARY", library);
                string[] arguments = ["pull", "unsplash-lite", "--zip", server.Release.ZipPath, "--to", disk, "--allow-private-addresses", "--index", "--model", SmallModel.Folder];
                var (full, output, errors) = await command.RunAsync(arguments);
                Assert.True(full is 1 or 3, $"{full}: {output}{errors}");
                Assert.Contains("cannot be written", errors, StringComparison.Ordinal);
                Assert.DoesNotContain("should not have happened", errors, StringComparison.Ordinal);
                Assert.True(await RunAsync("mount", "-o", "remount,size=256m", disk));
                (var code, output, errors) = await command.RunAsync(arguments);
                Assert.True(code == 0, $"{code}: {output}{errors}");
                Assert.Equal(600, PhotoCatalog.Open(new LibraryFolder(library), create: false).Count().Indexed);
                SqliteConnection.ClearAllPools();
                Directory.Delete(Path.Combine(disk, "photos"), recursive: true);
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            await RunAsync("umount", "-l", disk);
        }
    }

    [Fact]
    public async Task A_list_of_addresses_is_fetched_and_said_in_Portuguese()
    {
        await using var server = await StartAsync(new ReleaseOptions { Photos = 12, DistinctPictures = 5 }, new UnsplashServerOptions { MaximumEdge = 64, NotFoundShare = .2 });
        await File.WriteAllLinesAsync(_folder.At("list.txt"), server.Release.Photos.Select(photo => new Uri(server.Address, photo.Path).AbsoluteUri).Prepend("# minhas"));
        var (code, output, errors) = await new Command(_folder.Path, "pt_BR.UTF-8").RunAsync("pull", "list", _folder.At("list.txt"), "--to", _folder.At("fotos"), "--index", "--model", SmallModel.Folder, "--allow-private-addresses");
        Assert.True(code == 0, $"{code}: {output}{errors}");
        var fine = server.Release.Photos.Count(photo => server.FaultOf(photo) == PhotoFate.Fine);
        Assert.Contains($"{fine} vieram", output, StringComparison.Ordinal);
        Assert.Contains("não existem mais", output, StringComparison.Ordinal);
        Assert.Equal(fine, Directory.GetFiles(_folder.At("fotos")).Length);
    }

    [Fact]
    public async Task The_notebooks_files_go_in_and_out_and_photos_that_are_not_here_are_shown_by_address()
    {
        await using var server = await StartAsync(new ReleaseOptions { Photos = 20, DistinctPictures = 5 }, new UnsplashServerOptions { MaximumEdge = 64 });
        var first = new Command(_folder.Path);
        Assert.Equal(0, (await first.RunAsync(Pull(server, "--index", "--model", SmallModel.Folder))).Code);
        Assert.Equal(0, (await first.RunAsync("export", "features", _folder.At("out"), "--parquet")).Code);

        var second = new Command(_folder.Path).With("VISLUMBRE_LIBRARY", _folder.At("second"));
        var (code, output, errors) = await second.RunAsync("import", "features", _folder.At("out"), "--model", SmallModel.Folder);
        Assert.True(code == 0, $"{code}: {output}{errors}");
        Assert.Contains("20 by address", output, StringComparison.Ordinal);
        Assert.Equal(0, (await second.RunAsync("export", "features", _folder.At("again"))).Code);
        foreach (var name in new[] { "features.npy", "photo_ids.csv" }) Assert.Equal(await File.ReadAllBytesAsync(_folder.At("out", name)), await File.ReadAllBytesAsync(_folder.At("again", name)));

        // The tables tell where the pictures are; no file is fetched but what the page shows.
        Assert.Equal(0, (await second.RunAsync("import", "features", _folder.At("out"), "--model", SmallModel.Folder)).Code);
        using (var release = Sources.UnsplashRelease.Open(server.Release.ZipPath)) Indexing.TablesImport.Run(Indexing.PhotoLibrary.Open(_folder.At("second")), release);
        using var page = second.Start("serve", "--port", "0", "--allow-private-addresses");
        try
        {
            var said = await page.StandardOutput.ReadLineAsync();
            using var client = new HttpClient { BaseAddress = new Uri(said!.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal))) };
            var html = await client.GetStringAsync("/?q=dog");
            Assert.Contains("https://unsplash.com/?utm_source=vislumbre&amp;utm_medium=referral", html, StringComparison.Ordinal);
            var id = html.Split("/thumbnails/")[1].Split('"')[0];
            for (var time = 0; time < 2; time++)
            {
                using var picture = await client.GetAsync($"/thumbnails/{id}");
                Assert.Equal("image/webp", picture.Content.Headers.ContentType?.MediaType);
            }

            Assert.Equal(21, server.Counts.Requests[RequestKind.Photo]); // 20 by the first command, then one thumbnail, once
        }
        finally
        {
            page.Kill();
        }
    }

    private string[] Pull(UnsplashServer server, params string[] more) => ["pull", "unsplash-lite", "--from", server.Latest.AbsoluteUri, "--to", _folder.At("data"), "--allow-private-addresses", .. more];

    private Task<UnsplashServer> StartAsync(ReleaseOptions release, UnsplashServerOptions options) => UnsplashServer.StartAsync(_folder.At("release"), release, options);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(program, arguments);
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
