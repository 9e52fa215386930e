using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Engines.Postgres;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Engines.Tests;

/// <summary>Many workers at one queue, and what happens when they, the server or the network between fail.</summary>
public sealed class Workers_and_faults(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Four_workers_share_the_queue_and_each_photo_is_done_once()
    {
        var address = Queued(postgres.NewDatabase(), 120);
        var reports = await WorkAsync(address, 4, new WorkerOptions { Batch = 8, EndsWhenDone = true, Pause = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(120, reports.Sum(report => report.Indexed));
        AssertWhole(PostgresLibrary.Open(address), 120);
        Assert.Equal((0L, 0L), IndexingWork.Open(address).Work.Count());
        // What is there already is not queued again.
        Queued(address, 120);
        Assert.Equal((0L, 0L), IndexingWork.Open(address).Work.Count());
    }

    [Fact]
    public async Task A_worker_that_is_killed_leaves_its_photos_to_another()
    {
        var address = Queued(postgres.NewDatabase(), 400);
        var work = IndexingWork.Open(address).Work;
        using (var worker = Process.Start(TheCommand.Start("index", "--worker", "--library", address, "--model", SmallModel.Folder, "--lease", "2"))!)
        {
            while (work.Count().Leased == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
            worker.Kill();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (_, leased) = work.Count();
        Assert.True(leased > 0, "it had nothing when it was killed");
        await WorkAsync(address, 1, new WorkerOptions { EndsWhenDone = true, Pause = TimeSpan.FromMilliseconds(100) });
        AssertWhole(PostgresLibrary.Open(address), 400);
    }

    [Fact]
    public async Task PostgreSQL_killed_while_four_workers_write_loses_nothing_acknowledged_and_doubles_nothing()
    {
        postgres.MustBeThere();
        using var server = new PostgresServer(Path.Combine(Path.GetTempPath(), $"vislumbre-killed-{Environment.ProcessId}"));
        const int Photos = 800;
        var address = Queued(server.NewDatabase(), Photos);
        var acknowledged = new ConcurrentDictionary<int, int>();
        var options = new WorkerOptions { Batch = 8, EndsWhenDone = true, Pause = TimeSpan.FromMilliseconds(100), Lease = TimeSpan.FromSeconds(5) };
        var working = WorkAsync(address, 4, options, (worker, now) => acknowledged[worker] = now.Done);
        while (acknowledged.Values.Sum() < Photos / 4) await Task.Delay(2, TestContext.Current.CancellationToken);
        var before = acknowledged.Values.Sum();
        server.Kill();
        Assert.False(working.IsCompleted, "all was done before the server was killed");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        server.Start();
        NpgsqlConnection.ClearAllPools();
        Assert.True(PostgresLibrary.Open(address).Catalog.Count().Indexed >= before, "something acknowledged is lost");
        await working;
        AssertWhole(PostgresLibrary.Open(address), Photos);
        Assert.Equal((0L, 0L), IndexingWork.Open(address).Work.Count());
    }

    [Fact]
    public void A_photo_whose_workers_die_is_tried_by_itself_and_then_set_aside()
    {
        var address = Queued(postgres.NewDatabase(), 10);
        var (library, work) = IndexingWork.Open(address);
        var (moment, no) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        var first = work.Lease("dies", 10, moment);
        Assert.Equal(10, first.Count);
        Thread.Sleep(20);
        // Its neighbours are not tried together with it again.
        var poison = work.Lease("dies too", 10, moment);
        Assert.Single(poison);
        Thread.Sleep(20);
        Assert.Empty(work.Lease("another", 10, no).Select(one => one.Path).Where(path => path != poison[0].Path).Skip(1));
        work.GiveBack("another");
        Assert.Equal(0, work.SetAside(3));
        for (var taken = 2; taken < 3; taken++)
        {
            var again = work.Lease("dies three", 1, moment);
            Assert.Equal(poison[0].Path, again[0].Path);
            Thread.Sleep(20);
        }

        Assert.Equal(1, work.SetAside(3));
        var failed = Assert.Single(library.Catalog.Failed());
        Assert.Equal(poison[0].Path, failed.Path);
        Assert.Contains("3", failed.Reason!, StringComparison.Ordinal);
        Assert.Equal(9, work.Count().Waiting);
    }

    [Fact]
    public async Task A_worker_that_lacks_the_photos_folder_ends_and_gives_everything_back()
    {
        var address = postgres.NewDatabase();
        var (library, work) = IndexingWork.Open(address, create: true);
        work.Add([new FoundFile("/not/mounted/here/1.jpg", 5, DateTime.UnixEpoch), new FoundFile("/not/mounted/here/2.jpg", 5, DateTime.UnixEpoch)]);
        var wrong = await Assert.ThrowsAsync<VislumbreException>(() => WorkAsync(address, 1, new WorkerOptions { EndsWhenDone = true }));
        Assert.Contains("/not/mounted/here", wrong.Message, StringComparison.Ordinal);
        Assert.Equal((2L, 0L), work.Count());
        Assert.Equal(2, work.Lease("healthy", 10, TimeSpan.FromHours(1)).Count); // together: none was tried
        Assert.Empty(library.Catalog.Failed());
    }

    [Fact]
    public async Task A_file_that_is_gone_is_struck_off_and_its_photo_keeps_what_it_had()
    {
        var address = Queued(postgres.NewDatabase(), 3);
        var file = Directory.GetFiles(_folder.At("photos"))[0];
        var (library, work) = IndexingWork.Open(address);
        using (var writer = library.Catalog.Begin())
        {
            writer.SaveIndexed(new PhotoRecord { Path = file, Sha256 = "x" }, new float[16]);
            writer.Commit();
        }

        File.Delete(file);
        await WorkAsync(address, 1, new WorkerOptions { EndsWhenDone = true });
        Assert.Equal((0L, 0L), work.Count());
        Assert.Equal(3, library.Catalog.Count().Indexed);
        Assert.Empty(library.Catalog.Failed());
    }

    [Fact]
    public void A_file_that_changes_while_a_worker_has_it_stays_in_the_queue()
    {
        var (_, work) = IndexingWork.Open(postgres.NewDatabase(), create: true);
        work.Add([new FoundFile("/a.jpg", 5, DateTime.UnixEpoch), new FoundFile("/b.jpg", 5, DateTime.UnixEpoch)]);
        var had = work.Lease("one", 2, TimeSpan.FromHours(1));
        work.Add([new FoundFile("/a.jpg", 6, DateTime.UnixEpoch), new FoundFile("/b.jpg", 5, DateTime.UnixEpoch)]);
        work.Finish("one", [.. had.Select(one => one.Id)]);
        Assert.Equal(new FoundFile("/a.jpg", 6, DateTime.UnixEpoch), Assert.Single(work.Lease("two", 2, TimeSpan.FromHours(1))).File);
    }

    [Fact]
    public void What_was_committed_before_its_worker_died_is_not_set_aside()
    {
        var (library, work) = IndexingWork.Open(postgres.NewDatabase(), create: true);
        work.Add([new FoundFile("/a.jpg", 5, DateTime.UnixEpoch)]);
        for (var tries = 0; tries < 3; tries++)
        {
            Assert.Single(work.Lease("dies", 1, TimeSpan.FromMilliseconds(1)));
            Thread.Sleep(20);
        }

        using (var writer = library.Catalog.Begin())
        {
            writer.SaveIndexed(new PhotoRecord { Path = "/a.jpg", Bytes = 5, ModifiedTicks = DateTime.UnixEpoch.Ticks, Sha256 = "a" }, new float[16]);
            writer.Commit();
        }

        Assert.Equal(1, work.SetAside(3));
        Assert.Equal(1, library.Catalog.Count().Indexed);
        Assert.NotNull(library.Catalog.Embeddings.Find(1));
        Assert.Equal((0L, 0L), work.Count());
    }

    [Fact]
    public async Task What_a_worker_has_is_its_own_as_long_as_it_says_so()
    {
        var address = Queued(postgres.NewDatabase(), 2);
        var (_, work) = IndexingWork.Open(address);
        var mine = work.Lease("slow", 2, TimeSpan.FromMilliseconds(400));
        for (var i = 0; i < 6; i++)
        {
            await Task.Delay(150, TestContext.Current.CancellationToken);
            work.Renew("slow", TimeSpan.FromMilliseconds(400));
            Assert.Empty(work.Lease("quick", 2, TimeSpan.FromSeconds(9)));
        }

        work.Finish("quick", [.. mine.Select(one => one.Id)]); // not its own
        Assert.Equal((0L, 2L), work.Count());
        work.Finish("slow", [.. mine.Select(one => one.Id)]);
        Assert.Equal((0L, 0L), work.Count());
    }

    [Fact]
    public void A_network_that_stalls_is_said_in_time_and_used_again_when_it_is_back()
    {
        var address = Queued(postgres.NewDatabase(), 1);
        using var proxy = new StallingProxy(postgres.Port);
        var library = PostgresLibrary.Open($"{address.Replace($":{postgres.Port}", $":{proxy.Port}", StringComparison.Ordinal)}?command timeout=2&cancellation timeout=500&timeout=2");
        Assert.Equal(0, library.Catalog.Count().Indexed);
        proxy.IsStalled = true;
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<NpgsqlException>(() => library.Catalog.Count());
        Assert.Throws<LibraryException>(() =>
        {
            using var writer = library.Catalog.Begin();
            writer.SaveFailed(new PhotoRecord { Path = "/x.jpg" });
            writer.Commit();
        });
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        proxy.IsStalled = false;
        var counts = Until(() => library.Catalog.Count());
        Assert.Equal(0, counts.Indexed);
    }

    [Fact]
    public async Task A_server_that_takes_calls_and_says_nothing_is_given_up_on()
    {
        using var silent = new StallingProxy(postgres.Port) { IsStalled = true };
        // Many, for it is a matter of when in its last millisecond the time is read.
        var calls = Enumerable.Range(0, 200).Select(_ => Task.Factory.StartNew(
            () => Assert.Throws<LibraryException>(() => PostgresLibrary.Open($"postgres://vislumbre@127.0.0.1:{silent.Port}/any?timeout=1")), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        foreach (var said in await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken)) Assert.Equal(LibraryFault.Unusable, said.Fault);
    }

    [Fact]
    public async Task The_command_queues_works_and_finds()
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), 12, width: 120);
        var address = postgres.NewDatabase();
        Assert.Contains("12", await TheCommand.RunAsync("index", _folder.At("photos"), "--queue", "--library", address, "--model", SmallModel.Folder), StringComparison.Ordinal);
        Assert.Contains("12 indexed", await TheCommand.RunAsync("index", "--worker", "--until-done", "--library", address), StringComparison.Ordinal);
        Assert.Contains("12 indexed", await TheCommand.RunAsync("show", "--library", address), StringComparison.Ordinal);
        Assert.Equal(5, (await TheCommand.RunAsync("search", "trees", "-k", "5", "--library", address)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    public void Dispose() => _folder.Dispose();

    private static T Until<T>(Func<T> read)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return read();
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException && tries < 20)
            {
                Thread.Sleep(200);
            }
        }
    }

    private string Queued(string address, int count)
    {
        if (!Directory.Exists(_folder.At("photos"))) PaintedPictures.WriteFolder(_folder.At("photos"), count, width: 96);
        var (library, work) = IndexingWork.Open(address, create: true);
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        new PhotoIndexer(library, encoder) { Elsewhere = files => work.Add(files) }.RunAsync([_folder.At("photos")]).GetAwaiter().GetResult();
        return address;
    }

    private static async Task<IndexReport[]> WorkAsync(string address, int workers, WorkerOptions options, Action<int, IndexProgress>? told = null) =>
        await Task.WhenAll(Enumerable.Range(0, workers).Select(at => Task.Run(async () =>
        {
            var (library, work) = IndexingWork.Open(address);
            using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
            return await new IndexWorker(library, work, encoder, options).RunAsync(new Telling<IndexProgress>(now => told?.Invoke(at, now)));
        })));

    private static void AssertWhole(PhotoLibrary library, int count)
    {
        Assert.Equal(count, library.Catalog.Count().Indexed);
        Assert.Equal(count, library.Catalog.ByPath().Count);
        Assert.Equal("ok", library.Catalog.CheckIntegrity());
        Assert.Equal(count, library.Catalog.Embeddings.Find([.. library.Catalog.Indexed().Select(photo => photo.Id)]).Count);
    }
}
