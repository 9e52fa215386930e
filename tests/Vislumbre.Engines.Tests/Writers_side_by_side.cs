using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Models;

namespace Vislumbre.Engines.Tests;

/// <summary>Workers that write different photos at the same time, and whoever follows what they write.</summary>
public sealed class Writers_side_by_side(PostgresServer postgres)
{
    private const int Dimension = 16;

    [Fact]
    public void Numbers_of_changes_follow_the_commits_and_not_the_writing()
    {
        var catalog = Catalog();
        using var early = catalog.Begin(beside: true);
        early.SaveIndexed(Photo("early"), Embedding(0));
        using (var late = catalog.Begin(beside: true))
        {
            late.SaveIndexed(Photo("late"), Embedding(1));
            late.Commit();
        }

        var stand = catalog.Embeddings.Generation;
        Assert.Equal(1, catalog.Count().Indexed);
        early.Commit();
        var seen = new List<long>();
        var now = catalog.Embeddings.ReadChanges(stand, (id, _) => seen.Add(id));
        Assert.Equal([catalog.FindPath("/early")!.Id], seen);
        Assert.Equal(stand.Change + 1, now!.Value.Change);
    }

    [Fact]
    public async Task One_that_writes_alone_has_its_turn_though_others_never_pause()
    {
        var catalog = Catalog();
        var (writing, together, alone) = (0, 0, false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var others = Enumerable.Range(0, 3).Select(at => Task.Factory.StartNew(() => WriteOn(at), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        try
        {
            await Task.Factory.StartNew(WriteAlone, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(others);
        Assert.True(together > 0, "they never wrote at the same time");

        void WriteAlone()
        {
            using var writer = catalog.Begin();
            Volatile.Write(ref alone, true);
            Thread.Sleep(200);
            Assert.Equal(0, Volatile.Read(ref writing));
            writer.SaveIndexed(Photo("alone"), Embedding(1));
            Volatile.Write(ref alone, false);
            writer.Commit();
        }

        void WriteOn(int at)
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                using var writer = catalog.Begin(beside: true);
                if (Interlocked.Increment(ref writing) > 1) Interlocked.Increment(ref together);
                Assert.False(Volatile.Read(ref alone));
                writer.SaveIndexed(Photo($"{at}-{round}"), Embedding(at));
                Thread.Sleep(100);
                Interlocked.Decrement(ref writing);
                writer.Commit();
            }
        }
    }

    [Fact]
    public async Task Of_two_files_that_take_the_place_of_one_missing_photo_the_second_is_a_photo_of_its_own()
    {
        var catalog = Catalog();
        using (var writer = catalog.Begin())
        {
            writer.SaveIndexed(Photo("gone"), Embedding(0));
            writer.Commit();
        }

        using (var writer = catalog.Begin())
        {
            writer.SetMissing(1, missing: true);
            writer.Commit();
        }

        var content = catalog.FindContent("/gone")!;
        Task other;
        using (var writer = catalog.Begin(beside: true))
        {
            writer.Move(content, Photo("here") with { Sha256 = "/gone" });
            other = Task.Run(
                () =>
                {
                    using var second = catalog.Begin(beside: true);
                    second.Move(content, Photo("there") with { Sha256 = "/gone" });
                    second.Commit();
                },
                TestContext.Current.CancellationToken);
            await Task.Delay(300, TestContext.Current.CancellationToken);
            Assert.False(other.IsCompleted);
            writer.Commit();
        }

        await other;
        Assert.Equal(1, catalog.FindPath("/here")!.Id);
        Assert.NotEqual(1, catalog.FindPath("/there")!.Id);
        Assert.Equal(2, catalog.Count().Indexed);
    }

    private PhotoCatalog Catalog()
    {
        var catalog = PostgresLibrary.Open(postgres.NewDatabase(), create: true).Catalog;
        catalog.UseModel(new ModelIdentity("made", new string('a', 64), Dimension), "/model");
        return catalog;
    }

    private static PhotoRecord Photo(string name) => new() { Path = $"/{name}", Bytes = 1, Sha256 = $"/{name}", Format = "Jpeg", Width = 1, Height = 1 };

    private static float[] Embedding(int at)
    {
        var row = new float[Dimension];
        row[at] = 1;
        return row;
    }
}
