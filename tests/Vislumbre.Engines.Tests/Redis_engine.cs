using System.Diagnostics;
using StackExchange.Redis;
using Vislumbre.Catalog;
using Vislumbre.Engines.Redis;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Engines.Tests;

/// <summary>One server and a library of some thousand photos, for the tests that leave both as they are.</summary>
public sealed class RedisScene : IDisposable
{
    private readonly Lazy<RedisServer> _server = new(RedisServer.Start);
    private readonly Lazy<RedisPhotos> _photos = new(() => new RedisPhotos(5000));

    public RedisServer Server => _server.Value;

    public RedisPhotos Photos => _photos.Value;

    public void Dispose()
    {
        if (_photos.IsValueCreated) _photos.Value.Dispose();
        if (_server.IsValueCreated) _server.Value.Dispose();
    }
}

public sealed class Redis_engine(RedisScene scene, ITestOutputHelper output) : IClassFixture<RedisScene>
{
    private const int Dimension = RedisPhotos.Dimension;

    [Fact]
    public void The_nearest_photos_are_those_of_an_exact_search_with_its_scores()
    {
        using var nearest = Open();
        var watch = Stopwatch.StartNew();
        nearest.Tidy(Dimension, always: true);
        output.WriteLine($"{5000 / watch.Elapsed.TotalSeconds:N0} inserts/s");
        Assert.Equal(5000, nearest.Count(Dimension));
        var recall = scene.Photos.Recall(nearest, queries: 50);
        var times = Enumerable.Range(0, 100).Select(i =>
        {
            var query = RedisPhotos.Query(i);
            var begun = Stopwatch.GetTimestamp();
            nearest.Search(query, 10);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }).Order().ToArray();
        output.WriteLine($"recall@10 {recall:N4}, p50 {times[50]:N2} ms, p95 {times[95]:N2} ms");
        Assert.True(recall >= 0.99, $"{recall}");
        var many = nearest.SearchMany([.. Enumerable.Range(0, 5).Select(i => (ReadOnlyMemory<float>)RedisPhotos.Query(i))], 10);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(nearest.Search(RedisPhotos.Query(i), 10).Found, many[i]));
    }

    [Fact]
    public void Many_searches_at_once_are_all_answered()
    {
        using var nearest = Open();
        nearest.Count(Dimension);
        var longest = 0.0;
        // Bursts, and silence after each: what is left lying on the connection is not pushed on by what follows.
        for (var burst = 0; burst < 100; burst++)
        {
            var times = new double[24];
            Parallel.For(0, times.Length, new ParallelOptions { MaxDegreeOfParallelism = times.Length }, at =>
            {
                var begun = Stopwatch.GetTimestamp();
                Assert.Equal(10, nearest.Search(RedisPhotos.Query(at), 10).Found.Length);
                times[at] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            });
            longest = Math.Max(longest, times.Max());
        }

        output.WriteLine($"the longest of 2,400 searches took {longest:N0} ms");
    }

    [Fact]
    public void A_condition_never_leaves_an_answer_short()
    {
        using var nearest = Open();
        var last = scene.Photos.Catalog.LastId;
        // Few, some and most; through Redis, and weighed alone.
        foreach (var exactBelow in (int[])[0, 5000])
        {
            nearest.ExactBelow = exactBelow;
            foreach (var every in (int[])[1000, 50, 7, 1])
            {
                var among = new IdSet([.. Enumerable.Range(1, (int)last).Where(id => id % every == 0).Select(id => (long)id)]);
                Assert.True(scene.Photos.Recall(nearest, 5, 10, among) >= 0.99);
            }

            foreach (var prefix in (long[])[3, 400, last - 10]) Assert.True(scene.Photos.Recall(nearest, 5, 10, IdSet.Through(prefix)) >= 0.99);
            // All but those among which it is asked, and one cluster alone: none of the nearest meets it.
            foreach (var clusters in (int[])[60, 1])
            {
                var elsewhere = new IdSet([.. Enumerable.Range(0, 5000).Where(i => i % 100 >= 100 - clusters).Select(scene.Photos.IdOf)]);
                Assert.True(scene.Photos.Recall(nearest, 5, 60, elsewhere) >= 0.99);
            }
        }

        Assert.Empty(nearest.Search(RedisPhotos.Query(1), 10, new PhotoScope(new IdSet([]))).Found);
        Assert.Equal(5000, nearest.Search(RedisPhotos.Query(1), 6000).Found.Length);
        Assert.True(scene.Photos.Recall(nearest, 2, 700) >= 0.99);
    }

    [Fact]
    public void What_is_added_changed_and_deleted_is_seen_by_the_next_search()
    {
        using var photos = new RedisPhotos(500);
        using var nearest = Open(photos, "?shards=3");
        Assert.Equal(500, nearest.Count(Dimension));
        photos.Save(500, 1);
        Assert.Equal(photos.IdOf(500), Nearest(nearest, RedisPhotos.Embedding(500)));
        photos.Save(500, 1, salt: 5);
        Assert.Equal(photos.IdOf(500), Nearest(nearest, RedisPhotos.Embedding(500, salt: 5)));
        Assert.True(nearest.Search(RedisPhotos.Embedding(500), 1).Found[0].Score < 0.999);
        var (gone, missing) = (photos.IdOf(7), photos.IdOf(8));
        photos.Change(writer =>
        {
            writer.Forget(gone);
            writer.SetMissing(missing, missing: true);
        });
        Assert.NotEqual(gone, Nearest(nearest, RedisPhotos.Embedding(7)));
        Assert.NotEqual(missing, Nearest(nearest, RedisPhotos.Embedding(8)));
        Assert.Equal(499, nearest.Count(Dimension));
        photos.Change(writer => writer.SetMissing(missing, missing: false));
        Assert.Equal(missing, Nearest(nearest, RedisPhotos.Embedding(8)));
        Assert.True(photos.Recall(nearest) >= 0.99);
    }

    [Fact]
    public void A_library_without_photos_has_none_and_its_first_are_found()
    {
        using var photos = new RedisPhotos();
        using var nearest = Open(photos);
        Assert.Equal(0, nearest.Count(Dimension));
        Assert.Empty(nearest.Search(RedisPhotos.Query(1), 10).Found);
        photos.Save(0, 3);
        Assert.Equal(3, nearest.Search(RedisPhotos.Query(1), 10).Found.Length);
    }

    [Fact]
    public void One_that_is_opened_again_or_elsewhere_takes_up_what_is_there()
    {
        using var photos = new RedisPhotos(300);
        string state;
        using (var first = Open(photos, "?name=again"))
        {
            first.Count(Dimension);
            state = State("again");
            Assert.True(photos.Recall(first) >= 0.99);
        }

        photos.Save(300, 20);
        using var second = Open(photos, "?name=again");
        using var third = Open(photos, "?name=again&shards=2");
        Assert.Equal(320, second.Count(Dimension));
        Assert.Equal(320, third.Count(Dimension));
        photos.Save(320, 20);
        Assert.Equal(340, third.Count(Dimension));
        Assert.Equal(340, second.Count(Dimension));
        Assert.Equal(12, third.ShardCount());
        Assert.Equal(state, State("again"));
    }

    [Fact]
    public void An_index_whose_server_forgot_everything_is_made_again_in_the_next_search()
    {
        using var server = RedisServer.Start();
        using var photos = new RedisPhotos(400);
        using var nearest = RedisNearest.Open(server.Address, photos.Catalog);
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
        using (var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{server.Port},allowAdmin=true")) redis.GetServers()[0].FlushAllDatabases();
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
        Assert.Equal(400, nearest.Count(Dimension));
        // One shard alone, too.
        using (var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{server.Port}"))
        {
            foreach (var key in redis.GetServers()[0].Keys(pattern: "*:3}:*")) redis.GetDatabase().KeyDelete(key);
        }

        var said = new List<string>();
        nearest.Notice = said.Add;
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
        Assert.Single(said);
    }

    [Fact]
    public void A_catalog_of_another_history_is_read_anew()
    {
        using var photos = new RedisPhotos(200);
        using var other = new RedisPhotos(250);
        using (var nearest = Open(photos, "?name=history")) Assert.Equal(200, nearest.Count(Dimension));
        using var after = Open(other, "?name=history");
        var said = new List<string>();
        after.Notice = said.Add;
        Assert.Equal(250, after.Count(Dimension));
        Assert.Single(said);
        Assert.True(other.Recall(after, 5) >= 0.99);
    }

    [Fact]
    public void Spread_over_another_number_of_keys_it_gives_the_same_answers_and_the_old_keys_go()
    {
        using var photos = new RedisPhotos(1000);
        using var nearest = Open(photos, "?shards=4&name=spread");
        using var other = Open(photos, "?shards=4&name=spread");
        var before = Enumerable.Range(0, 10).Select(i => nearest.Search(RedisPhotos.Query(i), 10).Found).ToArray();
        Assert.Equal((4, 4), (nearest.ShardCount(), other.ShardCount()));
        nearest.Reshard(7);
        Assert.Equal(7, nearest.ShardCount());
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(before[i], nearest.Search(RedisPhotos.Query(i), 10).Found));
        // One that knew the old keys finds the new ones.
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(before[i], other.Search(RedisPhotos.Query(i), 10).Found));
        Assert.Equal(7, other.ShardCount());
        Assert.Equal(7, Keys("vislumbre:{spread:*}:vectors:*"));
        Assert.True(nearest.Tidy(Dimension, always: true));
        Assert.False(nearest.Tidy(Dimension));
        Assert.Equal(7, Keys("vislumbre:{spread:*}:vectors:*"));
    }

    [Fact]
    public void One_that_died_while_it_made_the_index_leaves_nothing_behind()
    {
        using var photos = new RedisPhotos(300);
        using var nearest = Open(photos, "?shards=4&name=died");
        nearest.Count(Dimension);
        using (var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port}"))
        {
            var database = redis.GetDatabase();
            database.HashSet("vislumbre:{died}:epochs", "dead", 9);
            database.StringSet("vislumbre:{died:8}:vectors:dead", "half");
        }

        Assert.True(nearest.Tidy(Dimension));
        Assert.Equal(0, Keys("vislumbre:{died:*}:*:dead"));
        Assert.Equal(300, nearest.Count(Dimension));
    }

    [Fact]
    public void Killed_and_started_again_it_has_what_it_had_and_searching_goes_on()
    {
        using var server = RedisServer.Start();
        using var photos = new RedisPhotos(800);
        using var nearest = RedisNearest.Open($"{server.Address}/?deadline=1000", photos.Catalog);
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
        // Shorter than the second after which it is on the disk for sure: what is lost is taken up again.
        photos.Save(800, 50);
        Assert.Equal(850, nearest.Count(Dimension));
        server.Kill();
        var watch = Stopwatch.StartNew();
        var trouble = Assert.Throws<LibraryException>(() => nearest.Search(RedisPhotos.Query(1), 10));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed}");
        Assert.Contains($"{server.Port}", trouble.Message, StringComparison.Ordinal);
        output.WriteLine(trouble.Message);
        server.StartAgain();
        output.WriteLine($"searched again after {GoesOn(nearest, photos, 850).TotalSeconds:N1} s");
        photos.Save(850, 5);
        Assert.Equal(855, nearest.Count(Dimension));
    }

    [Fact]
    public void A_server_that_hangs_is_told_by_the_deadline_and_searched_when_it_wakes()
    {
        using var server = RedisServer.Start();
        using var photos = new RedisPhotos(300);
        using var nearest = RedisNearest.Open($"{server.Address}/?deadline=500&shards=3", photos.Catalog);
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
        server.Signal("STOP");
        try
        {
            var watch = Stopwatch.StartNew();
            var trouble = Assert.Throws<LibraryException>(() => nearest.Search(RedisPhotos.Query(1), 10));
            Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 2);
            Assert.Contains("3 of 3 shards", trouble.Message, StringComparison.Ordinal);
        }
        finally
        {
            server.Signal("CONT");
        }

        GoesOn(nearest, photos, 300);
    }

    [Fact]
    public void A_cluster_that_loses_a_primary_finds_everything_again()
    {
        using var cluster = RedisServer.StartCluster();
        using var photos = new RedisPhotos(1200);
        using var nearest = RedisNearest.Open(cluster.Address, photos.Catalog);
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
        photos.Save(1200, 50);
        Assert.Equal(1250, nearest.Count(Dimension));
        cluster.Kill(cluster.Port);
        var (went, failed) = (0, 0);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(4))
        {
            try
            {
                Assert.True(photos.Exact(RedisPhotos.Query(went), 10).Intersect(nearest.Search(RedisPhotos.Query(went), 10).Found).Count() >= 9);
                went++;
            }
            catch (LibraryException e)
            {
                if (failed++ == 0) output.WriteLine(e.Message);
            }
        }

        output.WriteLine($"{went} searches went, {failed} failed in the four seconds after");
        Assert.True(went > 0);
        GoesOn(nearest, photos, 1250);
        // The replica is a primary now, and takes up changes.
        photos.Save(1250, 20);
        output.WriteLine($"changes are taken up {GoesOn(nearest, photos, 1270).TotalSeconds:N1} s after");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
        cluster.StartAgain(cluster.Port);
        photos.Save(1270, 10);
        GoesOn(nearest, photos, 1280);
    }

    [Fact]
    public void One_of_a_clusters_servers_that_hangs_is_counted_and_left_out_only_where_that_is_allowed()
    {
        using var cluster = RedisServer.StartCluster();
        using var photos = new RedisPhotos(600);
        using var nearest = RedisNearest.Open($"{cluster.Address}/?deadline=700", photos.Catalog);
        using var lenient = RedisNearest.Open($"{cluster.Address}/?deadline=700&partial=true", photos.Catalog);
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
        Assert.True(photos.Recall(lenient, 5) >= 0.99);
        cluster.Signal("STOP", cluster.Port + 1);
        try
        {
            var found = lenient.Search(RedisPhotos.Query(1), 10).Found;
            Assert.NotEmpty(found);
            var trouble = Assert.Throws<LibraryException>(() => nearest.Search(RedisPhotos.Query(1), 10));
            output.WriteLine(trouble.Message);
            Assert.Contains(" of 12 shards", trouble.Message, StringComparison.Ordinal);
        }
        finally
        {
            cluster.Signal("CONT", cluster.Port + 1);
        }

        GoesOn(nearest, photos, 600);
    }

    [Fact]
    public void Garnet_answers_the_same_calls()
    {
        using var garnet = RedisServer.StartGarnet();
        using var photos = new RedisPhotos(600);
        using var nearest = RedisNearest.Open($"{garnet.Address}/?shards=3&quantization=none&deadline=5000", photos.Catalog);
        Assert.True(photos.Recall(nearest) >= 0.95);
        photos.Save(5, 1, salt: 3);
        photos.Save(600, 10);
        photos.Change(writer => writer.Forget(photos.IdOf(9)));
        Assert.Equal(photos.IdOf(5), Nearest(nearest, RedisPhotos.Embedding(5, salt: 3)));
        Assert.Equal(609, nearest.Count(Dimension));
        Assert.True(photos.Recall(nearest) >= 0.95);
    }

    [Fact]
    public void Nobody_at_the_address_is_said()
    {
        using var photos = new RedisPhotos(5);
        using var nearest = RedisNearest.Open("redis://someone:secret@127.0.0.1:1/?deadline=300", photos.Catalog);
        var trouble = Assert.Throws<LibraryException>(() => nearest.Search(RedisPhotos.Query(1), 10));
        Assert.Contains("redis://someone@127.0.0.1:1", trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", trouble.ToString(), StringComparison.Ordinal);
    }

    private RedisNearest Open() => Open(scene.Photos, "?name=shared");

    private RedisNearest Open(RedisPhotos photos, string options = "") => RedisNearest.Open($"{scene.Server.Address}/{options}", photos.Catalog);

    private static long Nearest(RedisNearest nearest, float[] embedding) => nearest.Search(embedding, 1).Found[0].Id;

    private string State(string name)
    {
        using var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port}");
        return redis.GetDatabase().StringGet($"vislumbre:{{{name}}}:state")!;
    }

    private int Keys(string pattern)
    {
        using var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port}");
        return redis.GetServers()[0].Keys(pattern: pattern).Count();
    }

    // How long it takes until everything is found.
    private static TimeSpan GoesOn(RedisNearest nearest, RedisPhotos photos, int count)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Assert.Equal(count, nearest.Count(Dimension));
                Assert.True(photos.Recall(nearest, 5) >= 0.99);
                return watch.Elapsed;
            }
            catch (LibraryException) when (watch.Elapsed < TimeSpan.FromSeconds(15))
            {
                Thread.Sleep(200);
            }
        }
    }
}
