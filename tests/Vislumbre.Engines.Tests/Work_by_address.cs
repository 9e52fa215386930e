using System.Diagnostics;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Engines.Postgres;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Sources;
using Vislumbre.Testing;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.Engines.Tests;

/// <summary>Workers that fetch what they index.</summary>
public sealed class Work_by_address(PostgresServer postgres) : IDisposable
{
    private const int Photos = 160;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Two_workers_fetch_and_index_what_a_faulty_server_has_and_note_what_it_has_not()
    {
        await using var server = await ServeAsync(UnsplashServerOptions.Faulty with { NotFoundShare = 0.05, StallShare = 0, StormsAt = [60], StormTime = TimeSpan.FromSeconds(1) });
        var address = Queued(server, postgres.NewDatabase());
        var reports = await Task.WhenAll(WorkAsync(address), WorkAsync(address));
        var (library, work) = IndexingWork.Open(address);
        var details = library.Catalog.Details.ToFetch(UnsplashTables.Source);
        var gone = details.Count(one => one.State == DownloadState.Gone);
        var failed = details.Count(one => one.State == DownloadState.Failed);
        Assert.InRange(gone, 1, Photos / 5);
        Assert.Equal(gone + failed, reports.Sum(report => report.Failed.Count));
        var photos = library.Catalog.Indexed().ToList();
        Assert.Equal(Photos - gone - failed, photos.Count);
        Assert.Equal((0L, 0L), work.Count());
        // Known by the address that the source gives, with all that it says; what was fetched is gone again.
        var known = details.ToDictionary(one => one.Id);
        Assert.All(photos, photo => Assert.Equal(known[photo.DetailId!.Value].ImageAddress, photo.Path));
        Assert.All(photos, photo => Assert.True(photo is { IsRemote: true, Width: > 0, Bytes: > 0 }));
        Assert.Equal(photos.Count, library.Catalog.Embeddings.Find([.. photos.Select(photo => photo.Id)]).Count);
        Assert.NotNull(library.Catalog.Looks.Find(photos[0].Id));
        Assert.Empty(Arriving(library));
        // Only what failed is asked for again.
        Assert.Equal((failed, photos.Count, gone), work.Add(UnsplashTables.Source, new PullOptions()));
    }

    [Fact]
    public async Task A_worker_killed_while_it_fetches_leaves_everything_to_the_next()
    {
        await using var server = await ServeAsync(new UnsplashServerOptions { Latency = TimeSpan.FromMilliseconds(30) });
        var address = Queued(server, postgres.NewDatabase());
        var (library, work) = IndexingWork.Open(address);
        using (var worker = Process.Start(TheCommand.Start("index", "--worker", "--library", address, "--model", SmallModel.Folder, "--lease", "1", "--parallel", "1", "--allow-private-addresses"))!)
        {
            while (server.Counts.Requests[RequestKind.Photo] < 10)
            {
                Assert.False(worker.HasExited, "the worker ended by itself");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            worker.Kill();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(work.Count().Leased > 0);
        Assert.NotEmpty(Arriving(library));
        await WorkAsync(address);
        Assert.Equal(Photos, library.Catalog.Count().Indexed);
        Assert.Empty(Arriving(library));
    }

    [Fact]
    public async Task Private_addresses_are_refused_unless_they_are_allowed_and_each_is_said()
    {
        await using var server = await ServeAsync(new UnsplashServerOptions());
        var address = Queued(server, postgres.NewDatabase(), 5);
        var report = await WorkAsync(address, allowPrivate: false);
        Assert.Equal((0, 5), (report.Indexed, report.Failed.Count));
        Assert.Equal(0, server.Counts.Requests[RequestKind.Photo]);
        Assert.All(report.Failed, one => Assert.Contains("public address", one.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_down_ends_the_worker_and_everything_is_given_back()
    {
        var address = postgres.NewDatabase();
        await using (var server = await ServeAsync(new UnsplashServerOptions())) Queued(server, address);
        var options = new DownloadOptions { AllowPrivateAddresses = true, Parallel = 8, Ceiling = 10, Forbearance = TimeSpan.FromSeconds(1), Patience = new DownloadPatience { FirstDelay = TimeSpan.FromMilliseconds(20) } };
        await Assert.ThrowsAsync<SourceException>(() => WorkAsync(address, download: options));
        // What was given up is noted and comes no more by itself; all the rest waits for another.
        var (library, work) = IndexingWork.Open(address);
        var failed = library.Catalog.Details.ToFetch(UnsplashTables.Source).Count(one => one.State == DownloadState.Failed);
        Assert.InRange(failed, 0, Photos / 2);
        Assert.Equal((Photos - failed, 0L), work.Count());
        Assert.Equal(Photos - failed, work.Lease("another", Photos, TimeSpan.FromHours(1)).Count); // together: none counts as tried
    }

    [Fact]
    public void A_photo_whose_source_gives_it_another_address_keeps_its_number()
    {
        var library = PostgresLibrary.Open(postgres.NewDatabase(), create: true);
        var list = _folder.At("list.csv");
        File.WriteAllText(list, "key,url\none,https://example.org/old.jpg\n");
        TablesImport.Run(library, AddressList.Open(list), TestContext.Current.CancellationToken);
        var detail = library.Catalog.Details.ToFetch(AddressList.Source)[0].Id;
        Save("https://example.org/old.jpg");
        Save("https://example.org/new.jpg");
        Assert.Equal(1, library.Catalog.Count().Indexed);
        Assert.Equal(1, library.Catalog.FindPath("https://example.org/new.jpg")!.Id);

        void Save(string path)
        {
            using var writer = library.Catalog.Begin(beside: true);
            writer.SaveIndexed(new PhotoRecord { Path = path, Sha256 = path, DetailId = detail }, new float[16]);
            writer.Commit();
        }
    }

    [Fact]
    public void A_photo_whose_source_gives_it_another_address_waits_in_the_queue_once()
    {
        var (library, work) = IndexingWork.Open(postgres.NewDatabase(), create: true);
        foreach (var name in new[] { "old", "new" })
        {
            File.WriteAllText(_folder.At("list.csv"), $"key,url\none,https://example.org/{name}.jpg\n");
            TablesImport.Run(library, AddressList.Open(_folder.At("list.csv")), TestContext.Current.CancellationToken);
            Assert.Equal((1, 0, 0), work.Add(AddressList.Source, new PullOptions()));
        }

        Assert.Equal("https://example.org/new.jpg", Assert.Single(work.Lease("one", 10, TimeSpan.FromMinutes(1))).Address);
    }

    [Fact]
    public void What_is_known_by_its_content_gets_what_the_source_says()
    {
        var library = PostgresLibrary.Open(postgres.NewDatabase(), create: true);
        File.WriteAllText(_folder.At("list.csv"), "key,url\none,https://example.org/1.jpg\ntwo,https://example.org/2.jpg\n");
        TablesImport.Run(library, AddressList.Open(_folder.At("list.csv")), TestContext.Current.CancellationToken);
        var details = library.Catalog.Details.ToFetch(AddressList.Source);
        // One whose file went, and one that was indexed before its source was known.
        Write(writer => writer.SaveIndexed(new PhotoRecord { Path = "/gone.jpg", Sha256 = "1" }, new float[16]));
        Write(writer => writer.SaveIndexed(new PhotoRecord { Path = details[1].ImageAddress, Sha256 = "2" }, new float[16]));
        Write(writer => writer.SetMissing(1, missing: true));
        Write(writer => writer.Move(library.Catalog.FindContent("1")!, new PhotoRecord { Path = details[0].ImageAddress, Sha256 = "1", DetailId = details[0].Id }));
        Write(writer => writer.Touch(2, new PhotoRecord { DetailId = details[1].Id }));
        Assert.Equal([details[0].Id, details[1].Id], library.Catalog.Indexed().OrderBy(photo => photo.Id).Select(photo => photo.DetailId!.Value));

        void Write(Action<CatalogWriter> change)
        {
            using var writer = library.Catalog.Begin();
            change(writer);
            writer.Commit();
        }
    }

    [Fact]
    public void An_address_that_was_set_aside_is_not_asked_for_again_unless_told()
    {
        var (library, work) = IndexingWork.Open(postgres.NewDatabase(), create: true);
        File.WriteAllText(_folder.At("list.txt"), "https://example.org/poison.jpg\n");
        TablesImport.Run(library, AddressList.Open(_folder.At("list.txt")), TestContext.Current.CancellationToken);
        work.Add(AddressList.Source, new PullOptions());
        for (var tries = 0; tries < 3; tries++)
        {
            Assert.Single(work.Lease("dies", 1, TimeSpan.FromMilliseconds(1)));
            Thread.Sleep(20);
        }

        Assert.Equal(1, work.SetAside(3));
        Assert.Equal("https://example.org/poison.jpg", Assert.Single(library.Catalog.Failed()).Path);
        Assert.Equal((0, 0, 1), work.Add(AddressList.Source, new PullOptions()));
        Assert.Equal((1, 0, 0), work.Add(AddressList.Source, new PullOptions { RetryGone = true }));
    }

    [Fact]
    public async Task The_command_queues_a_list_and_a_worker_makes_its_photos_found()
    {
        await using var server = await ServeAsync(new UnsplashServerOptions());
        var list = _folder.At("list.txt");
        File.WriteAllLines(list, server.Release.Photos.Take(12).Select(photo => new Uri(server.Address, photo.Path.TrimStart('/')).AbsoluteUri));
        var address = postgres.NewDatabase();
        Assert.Contains("12 addresses queued", await TheCommand.RunAsync("pull", "list", list, "--queue", "--library", address), StringComparison.Ordinal);
        Assert.Contains("12 indexed", await TheCommand.RunAsync("index", "--worker", "--until-done", "--library", address, "--model", SmallModel.Folder, "--allow-private-addresses"), StringComparison.Ordinal);
        Assert.Equal(5, (await TheCommand.RunAsync("search", "trees", "-k", "5", "--library", address)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Arriving(PhotoLibrary library) => Directory.GetFileSystemEntries(Path.Combine(library.Folder.Path, "arriving"));

    private async Task<UnsplashServer> ServeAsync(UnsplashServerOptions options) =>
        await UnsplashServer.StartAsync(_folder.At("release"), new ReleaseOptions { Photos = Photos, Unpacked = true }, options);

    private static string Queued(UnsplashServer server, string address, int count = Photos)
    {
        var (library, work) = IndexingWork.Open(address, create: true);
        using (var release = UnsplashRelease.Open(server.Release.TablesFolder)) TablesImport.Run(library, release, null, TestContext.Current.CancellationToken);
        Assert.Equal((count, 0, 0), work.Add(UnsplashTables.Source, new PullOptions { Size = new PictureSize { Width = 200 }, Only = server.Release.Photos.Take(count).Select(photo => photo.Id).ToHashSet() }));
        return address;
    }

    private static async Task<IndexReport> WorkAsync(string address, bool allowPrivate = true, DownloadOptions? download = null)
    {
        var (library, work) = IndexingWork.Open(address);
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var options = new WorkerOptions
        {
            Batch = 16,
            EndsWhenDone = true,
            Pause = TimeSpan.FromMilliseconds(50),
            Download = download ?? new DownloadOptions { AllowPrivateAddresses = allowPrivate, Parallel = 8 },
        };
        return await new IndexWorker(library, work, encoder, options).RunAsync(cancellationToken: TestContext.Current.CancellationToken);
    }
}
