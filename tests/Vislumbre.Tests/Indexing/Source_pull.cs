using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Testing;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.Tests.Indexing;

/// <summary>A source's photos are fetched and indexed side by side; another run does only what is left.</summary>
public sealed class Source_pull : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task From_nothing_to_searchable_and_a_second_run_asks_for_nothing()
    {
        await using var server = await StartAsync(120, new UnsplashServerOptions { MaximumEdge = 64, NotFoundShare = .1, WrongTypeShare = .05 });
        using var encoder = Encoder();
        var library = Library(server);
        var first = await PullAsync(library, encoder);
        var fine = server.Release.Photos.Where(photo => server.FaultOf(photo) == PhotoFate.Fine).ToList();
        Assert.Equal((120, 0, fine.Count), (first.Total, first.Had, first.Got));
        Assert.Equal(fine.Count, first.Index!.Indexed);
        Assert.Equal(server.Release.Photos.Count(photo => server.FaultOf(photo) == PhotoFate.NotFound), first.Gone.Count);
        Assert.Equal(server.Release.Photos.Count(photo => server.FaultOf(photo) == PhotoFate.WrongType), first.Failed.Count);
        Assert.Equal(fine.Count, library.Catalog.Count().Indexed);

        var result = await new PhotoSearcher(library, encoder).SearchAsync(new SearchQuery { Text = "anything" });
        Assert.All(result.Hits, hit => Assert.Equal(Path.GetFileNameWithoutExtension(hit.Photo.Path), hit.Details!.Key));
        Assert.All(result.Hits, hit => Assert.NotNull(hit.Details!.Attribution));

        var asked = server.Counts.Requests[RequestKind.Photo];
        var second = await PullAsync(library, encoder);
        Assert.Equal((fine.Count, 0, first.Gone.Count), (second.Had, second.Got, second.Gone.Count));
        Assert.Equal(0, second.Index!.Indexed);
        Assert.Equal(asked + 2 * second.Failed.Count, server.Counts.Requests[RequestKind.Photo]); // those that failed are tried again, those that are gone are not
        var third = await PullAsync(library, null, new PullOptions { RetryGone = true });
        Assert.Equal(first.Gone.Select(photo => photo.Key).Order(), third.Gone.Select(photo => photo.Key).Order());
        Assert.True(server.Counts.Requests[RequestKind.Photo] > asked + 2 * second.Failed.Count + third.Gone.Count);
    }

    [Fact]
    public async Task Stopped_it_keeps_what_came_and_goes_on()
    {
        await using var server = await StartAsync(150, new UnsplashServerOptions { MaximumEdge = 64, Latency = TimeSpan.FromMilliseconds(30) });
        using var encoder = Encoder();
        var library = Library(server);
        using var stop = new CancellationTokenSource();
        var stopped = await PullAsync(library, encoder, new PullOptions { Download = new DownloadOptions { Parallel = 4 } }, new Tell(now =>
        {
            if (now.Got >= 20) stop.Cancel();
        }), stop.Token);
        Assert.True(stopped.Stopped);
        Assert.InRange(stopped.Got, 20, 149);
        var rest = await PullAsync(library, encoder);
        Assert.Equal((150, 0), (rest.Had + rest.Got, rest.Failed.Count));
        Assert.Equal(150, library.Catalog.Count().Indexed);
    }

    [Fact]
    public async Task A_photo_that_was_known_by_its_address_keeps_its_number_when_its_file_comes()
    {
        await using var server = await StartAsync(3, new UnsplashServerOptions { MaximumEdge = 64 });
        using var encoder = Encoder();
        var library = Library(server);
        var key = server.Release.Photos[1].Id;
        using (var import = library.Catalog.BeginImport())
        {
            var details = new PhotoDetails { Source = UnsplashTables.Source, Key = key };
            Assert.True(import.Take(new PhotoRecord { Path = $"https://unsplash.com/photos/{key}" }, details, Enumerable.Repeat((Half)0.25f, 16).ToArray()));
            import.Commit();
        }

        var before = library.Catalog.FindDetailed(library.Catalog.Details.FindKey(key)!.Id)!;
        Assert.True(before.IsRemote);
        await PullAsync(library, encoder);
        var after = library.Catalog.FindDetailed(library.Catalog.Details.FindKey(key)!.Id)!;
        Assert.Equal((before.Id, false), (after.Id, after.IsRemote));
        Assert.Equal(3, library.Catalog.Count().Indexed);
    }

    [Fact]
    public async Task Photos_that_were_indexed_before_their_source_was_known_get_its_words_and_are_not_doubled()
    {
        await using var server = await StartAsync(4, new UnsplashServerOptions { MaximumEdge = 64 });
        using var encoder = Encoder();
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        Directory.CreateDirectory(_folder.At("elsewhere"));
        foreach (var photo in server.Release.Photos.Take(2)) await File.WriteAllBytesAsync(_folder.At("elsewhere", $"{photo.Id}.jpg"), await server.BytesOfAsync(photo, 64));
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("elsewhere")]);
        using (var import = library.Catalog.BeginImport())
        {
            // The same photos, once by their files, as the notebook's import links them, and once by address alone.
            var (first, second) = (server.Release.Photos[0].Id, server.Release.Photos[1].Id);
            Assert.False(import.Take(new PhotoRecord { Path = _folder.At("elsewhere", $"{first}.jpg") }, new PhotoDetails { Source = UnsplashTables.Source, Key = first }, new Half[16]));
            Assert.True(import.Take(new PhotoRecord { Path = $"https://unsplash.com/photos/{second}" }, new PhotoDetails { Source = UnsplashTables.Source, Key = second }, Enumerable.Repeat((Half)0.25f, 16).ToArray()));
            import.Commit();
        }

        Library(server);
        Directory.Move(_folder.At("elsewhere", $"{server.Release.Photos[1].Id}.jpg"), Path.Combine(Directory.CreateDirectory(_folder.At("photos")).FullName, $"{server.Release.Photos[1].Id}.jpg"));
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("elsewhere"), _folder.At("photos")]);
        var report = await PullAsync(library, encoder);
        Assert.Equal((2, 2), (report.Had, report.Got));
        Assert.Equal(4, library.Catalog.Count().Indexed);
        foreach (var photo in server.Release.Photos)
        {
            var row = library.Catalog.FindDetailed(library.Catalog.Details.FindKey(photo.Id)!.Id)!;
            Assert.False(row.IsRemote);
            Assert.Equal(photo.Id, Path.GetFileNameWithoutExtension(row.Path));
        }
    }

    [Fact]
    public async Task A_photo_whose_picture_was_replaced_is_fetched_again()
    {
        await using var server = await StartAsync(5, new UnsplashServerOptions { MaximumEdge = 64 });
        using var encoder = Encoder();
        var library = Library(server);
        await PullAsync(library, encoder);
        var (replaced, other) = (server.Release.Photos[2], server.Release.Photos[3]);
        using (var writer = library.Catalog.Details.Begin(UnsplashTables.Source))
        {
            writer.Write(UnsplashTables.Photos, [Row(replaced.Id, new Uri(server.Address, other.Path).AbsoluteUri)]);
            writer.Commit();
        }

        var report = await PullAsync(library, encoder);
        Assert.Equal((4, 1, 1), (report.Had, report.Got, report.Index!.Copied));
        Assert.Equal(await server.BytesOfAsync(other, 64), await File.ReadAllBytesAsync(_folder.At("photos", $"{replaced.Id}.jpg")));
        Assert.Equal(0, (await PullAsync(library, encoder)).Got);

        static object?[] Row(string key, string address)
        {
            var row = new object?[UnsplashTables.Photos.Columns.Count + 1];
            (row[0], row[2]) = (key, address);
            return row;
        }
    }

    [Fact]
    public async Task A_second_list_fetches_its_own_photos_alone()
    {
        await using var server = await StartAsync(6, new UnsplashServerOptions { MaximumEdge = 64 });
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        foreach (var (name, from) in new[] { ("a", 0), ("b", 3) })
        {
            await File.WriteAllLinesAsync(_folder.At($"{name}.txt"), server.Release.Photos.Skip(from).Take(3).Select(photo => new Uri(server.Address, photo.Path).AbsoluteUri));
            var tables = TablesImport.Run(library, AddressList.Open(_folder.At($"{name}.txt")));
            var options = new PullOptions { Only = tables.Keys, Download = new DownloadOptions { AllowPrivateAddresses = true } };
            var report = await new SourcePull(library, options).RunAsync(AddressList.Source, _folder.At(name), null);
            Assert.Equal((3, 0, 3), (report.Total, report.Had, report.Got));
            Assert.Equal(3, Directory.GetFiles(_folder.At(name)).Length);
        }
    }

    [Fact]
    public async Task Captions_beside_photos_are_found_by_their_words()
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), 3, width: 64);
        await File.WriteAllTextAsync(_folder.At("photos", "captions.tsv"), "file\tcaption\tlanguage\npainting-0001.jpg\ta lighthouse\ten\npainting-0001.jpg\tum farol\tpt\nnone.jpg\tx\ten\n");
        using var encoder = Encoder();
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        for (var run = 0; run < 2; run++)
        {
            var report = await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
            Assert.Equal((1, 1, 0), (report.Captioned, report.CaptionFaults.Count, report.Failed.Count));
        }

        var photo = library.Catalog.Find(Assert.Single(Said("farol")))!;
        Assert.Equal(_folder.At("photos", "painting-0001.jpg"), photo.Path);
        Assert.Equal("a lighthouse\num farol", library.Catalog.Details.Of(photo)!.Description);

        // What the table says no more is said no more.
        await File.WriteAllTextAsync(_folder.At("photos", "captions.tsv"), "file\tcaption\npainting-0002.jpg\ta boat\n");
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        Assert.Empty(Said("farol"));
        Assert.Null(library.Catalog.FindPath(_folder.At("photos", "painting-0001.jpg"))!.DetailId);
        Assert.Single(Said("boat"));

        IReadOnlyList<long> Said(string word) => library.Catalog.Words.Search([word], any: false, _ => true, 9);
    }

    [Theory]
    [InlineData("list.txt", "# mine\nhttp://127.0.0.1/a\n\nnot an address\nhttp://127.0.0.1/b?x=1\n", 1)]
    [InlineData("list.csv", "url,caption,key\nhttp://127.0.0.1/a,\"one, two\",k1\nftp://x,no,k3\nhttp://127.0.0.1/b?x=1,,\n", 1)]
    [InlineData("list.csv", "id,url,caption\nsame,http://127.0.0.1/a,\"one, two\"\nsame,http://127.0.0.1/b?x=1,\nsame,http://127.0.0.1/b?x=1,\n", 0)]
    [InlineData("list.tsv", "id\timage_url\tdescription\n\thttp://127.0.0.1/a\tone, two\n\thttp://127.0.0.1/b?x=1\t\n", 0)]
    public void A_list_of_addresses_is_read_whatever_its_kind(string name, string text, int faults)
    {
        File.WriteAllText(_folder.At(name), text);
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        var report = TablesImport.Run(library, AddressList.Open(_folder.At(name)));
        Assert.Equal((2L, (long)faults), (report.Rows["list"], report.FaultCount));
        var photos = library.Catalog.Details.ToFetch(AddressList.Source);
        Assert.Equal(["http://127.0.0.1/a", "http://127.0.0.1/b?x=1"], photos.Select(photo => photo.ImageAddress));
        Assert.Equal(2, photos.Select(photo => photo.Key).Distinct().Count());
        if (name.EndsWith("sv", StringComparison.Ordinal)) Assert.Equal("one, two", library.Catalog.Details.Find(photos[0].Id)!.Description);
    }

    private Task<UnsplashServer> StartAsync(int photos, UnsplashServerOptions options) =>
        UnsplashServer.StartAsync(_folder.At("release"), new ReleaseOptions { Photos = photos, DistinctPictures = 5 }, options);

    private PhotoLibrary Library(UnsplashServer server)
    {
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        using var release = UnsplashRelease.Open(server.Release.ZipPath);
        TablesImport.Run(library, release);
        return library;
    }

    private Task<PullReport> PullAsync(PhotoLibrary library, DualEncoder? encoder, PullOptions? options = null, IProgress<SourceProgress>? progress = null, CancellationToken stop = default)
    {
        options ??= new PullOptions();
        var patience = new DownloadPatience { FirstDelay = TimeSpan.FromMilliseconds(5), StallTimeout = TimeSpan.FromSeconds(2) };
        return new SourcePull(library, options with { Download = options.Download with { AllowPrivateAddresses = true, Patience = patience } }).RunAsync(UnsplashTables.Source, _folder.At("photos"), encoder, progress, stop);
    }

    private static DualEncoder Encoder() => new(ModelReader.Open(SmallModel.Folder));

    private sealed class Tell(Action<SourceProgress> tell) : IProgress<SourceProgress>
    {
        public void Report(SourceProgress value) => tell(value);
    }
}
