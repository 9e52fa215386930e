using System.Globalization;
using CsCheck;
using StackExchange.Redis;
using Vislumbre.Catalog;
using Vislumbre.Engines.Redis;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Engines.Tests;

/// <summary>Conditions that Redis answers itself, by attributes beside the vectors.</summary>
public sealed class Redis_filters(RedisScene scene) : IClassFixture<RedisScene>
{
    // Of what is asked here the edges matter: numbers that photos have, and others near them.
    private static readonly double[] Numbers = [-86_400_000, -1, 0, 0.1, 1, 1.4, 2.8, 2.8000000000000003, 100, 400, 1000, 1001, 1_700_000_000_123, 1_700_000_000_124];

    [Fact]
    public void A_filter_means_the_same_as_the_condition_in_the_catalog()
    {
        using var photos = new RedisPhotos();
        var random = new Random(4);
        double? Some() => random.Next(3) == 0 ? null : Numbers[random.Next(Numbers.Length)];
        photos.Change(writer =>
        {
            for (var i = 0; i < 400; i++)
            {
                var photo = new PhotoRecord { Path = i % 5 == 0 ? $"https://example.org/{i}" : $"/{i}.jpg", Bytes = 1, Sha256 = $"{i}", Format = "Jpeg", Width = (int?)Some() % 5000, Height = (int?)Some() % 5000, HandledTicks = 1 };
                writer.SaveIndexed(photo, RedisPhotos.Embedding(i), new PhotoLook(new PhotoMetadata { TakenMs = (long?)Some(), Iso = (int?)Some() % 5000, Aperture = Some(), FocalLength = Some() }, [], 0));
            }
        });
        // Of a third of them a source speaks, and is believed where it says something.
        var featured = (object?[])[null, 0L, 1L];
        SourceSays.Of(photos.Catalog, Enumerable.Range(0, 400).Where(i => i % 3 == 1 && i % 5 != 0).ToDictionary(i => $"/{i}.jpg", IReadOnlyDictionary<string, object?> (i) => new Dictionary<string, object?>
        {
            ["width"] = (long?)Some() % 5000,
            ["height"] = (long?)Some() % 5000,
            ["submitted_ms"] = (long?)Some(),
            ["iso"] = (long?)Some() % 5000,
            ["aperture"] = Some(),
            ["focal_length"] = Some(),
            ["featured"] = featured[i / 15 % 3],
        }));
        using var nearest = Open(photos, "?name=meaning&shards=1");
        Assert.Equal(400, nearest.Count(RedisPhotos.Dimension));
        using var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port}");
        var key = redis.GetServers()[0].Keys(pattern: "vislumbre:{meaning:0}:vectors:*").Single();

        var number = Gen.Int[-1, Numbers.Length - 1].Select(at => at < 0 ? (double?)null : Numbers[at]);
        var range = Gen.Select(One(PhotoField.Iso, PhotoField.F, PhotoField.Focal, PhotoField.Taken, PhotoField.Submitted, PhotoField.Width, PhotoField.Height), number, number, Gen.Bool, Gen.Bool)
            .Select(PhotoFilter (r) => new PhotoFilter.Range(r.Item1, r.Item2, r.Item3) { LowIsOut = r.Item4, HighIsOut = r.Item5 });
        var text = One<PhotoFilter>(
            new PhotoFilter.Text(PhotoField.Orientation, "landscape"), new PhotoFilter.Text(PhotoField.Orientation, "Portrait"), new PhotoFilter.Text(PhotoField.Orientation, "square"),
            new PhotoFilter.Text(PhotoField.Is, "featured"), new PhotoFilter.Text(PhotoField.Is, "remote"));
        var leaf = Gen.OneOf(range, text);
        var tree = Gen.Recursive<PhotoFilter>((depth, inner) => depth > 3 ? leaf : Gen.OneOf(
            leaf, inner.Select(PhotoFilter (part) => new PhotoFilter.None(part)), inner.Array[2, 3].Select(PhotoFilter (parts) => new PhotoFilter.All(parts)), inner.Array[2, 3].Select(PhotoFilter (parts) => new PhotoFilter.Any(parts))));
        tree.Sample(
            condition =>
            {
                var filter = RedisAttributes.Filter(condition)!;
                // Every vector is looked at: the graph has no part in what is compared here.
                var found = (RedisResult[])redis.GetDatabase().Execute("VSIM", key, "ELE", "1", "COUNT", "1000", "TRUTH", "FILTER", filter)!;
                Assert.Equal(photos.Catalog.Match(condition).Order(), found.Select(one => long.Parse((string)one!, CultureInfo.InvariantCulture)).Order());
            },
            iter: 500, threads: 1);
    }

    [Fact]
    public void What_no_attribute_holds_is_left_to_the_catalog()
    {
        var wide = new PhotoFilter.Range(PhotoField.Width, 1, null);
        Assert.Null(RedisAttributes.Filter(null));
        Assert.Null(RedisAttributes.Filter(new PhotoFilter.Text(PhotoField.By, "ana")));
        Assert.Null(RedisAttributes.Filter(new PhotoFilter.Text(PhotoField.Is, "new")));
        Assert.Null(RedisAttributes.Filter(new PhotoFilter.All([wide, new PhotoFilter.None(new PhotoFilter.Near("", 0, 0, 1))])));
        Assert.Null(RedisAttributes.Filter(new PhotoFilter.Range(PhotoField.Width, 1e16, null)));
        Assert.Null(RedisAttributes.Filter(new PhotoFilter.Range(PhotoField.Width, null, double.NaN)));
        Assert.NotNull(RedisAttributes.Filter(wide));
        Assert.Null(RedisAttributes.Filter(new PhotoFilter.Any([.. Enumerable.Repeat(wide, 1000)])));
    }

    [Fact]
    public async Task What_some_photos_meet_is_looked_for_by_the_servers()
    {
        using var photos = new RedisPhotos();
        photos.Change(writer =>
        {
            for (var i = 0; i < 6000; i++)
                writer.SaveIndexed(new PhotoRecord { Path = $"/{i}.jpg", Bytes = 1, Sha256 = $"{i}", Format = "Jpeg", Width = i % 25, Height = 7, HandledTicks = 1 }, RedisPhotos.Embedding(i));
        });
        using var nearest = Open(photos, "?name=looked&shards=3");
        (nearest.ExactBelow, nearest.PassingCost) = (0, 0);
        Assert.Equal(6000, nearest.Count(RedisPhotos.Dimension));
        var condition = new PhotoFilter.Range(PhotoField.Width, 3, 3);
        var among = new IdSet([.. photos.Catalog.Match(condition)]);
        Assert.Equal(240, among.Count);
        Assert.True(photos.Recall(nearest, 50, 3, among, condition) >= 0.99);
        Assert.True(Filtered() >= 150);

        // What changes is known to the servers with the next search.
        var moved = photos.Catalog.FindPath("/4.jpg")!;
        photos.Change(writer => writer.SaveIndexed(moved with { Width = 3 }, RedisPhotos.Query(0)));
        Assert.Equal(moved.Id, nearest.Search(RedisPhotos.Query(0), 3, new PhotoScope(photos.Catalog, condition)).Found[0].Id);

        // Servers that are wrong are not believed: the catalog judges, and none comes short.
        using var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port}");
        var wrong = RedisAttributes.Of(new ConditionFacts { Width = 3, Height = 7 });
        foreach (var key in redis.GetServers()[0].Keys(pattern: "vislumbre:{looked:*}:vectors:*").ToList())
            await Task.WhenAll(photos.Catalog.ByPath().Values.Select(photo => redis.GetDatabase().ExecuteAsync("VSETATTR", key, photo.Id, wrong)));
        Assert.True(photos.Recall(nearest, 5, 3, new IdSet([.. photos.Catalog.Match(condition)]), condition) >= 0.99);

        // Few meet it: the catalog knows them sooner.
        var few = new PhotoFilter.Range(PhotoField.Width, 7, 7);
        var those = photos.Catalog.Match(few);
        photos.Change(writer => those.Skip(2).ToList().ForEach(id => writer.Forget(id)));
        Assert.Equal(those.Take(2), nearest.Search(RedisPhotos.Query(0), 3, new PhotoScope(photos.Catalog, few)).Found.Select(one => one.Id).Order());
    }

    [Fact]
    public void An_index_of_before_without_attributes_is_made_again()
    {
        using var photos = new RedisPhotos(300);
        using (var first = Open(photos, "?name=before&shards=2")) Assert.Equal(300, first.Count(RedisPhotos.Dimension));
        using var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port}");
        var database = redis.GetDatabase();
        var state = (string)database.StringGet("vislumbre:{before}:state")!;
        database.StringSet("vislumbre:{before}:state", $"1{state[1..]}");
        using var nearest = Open(photos, "?name=before&shards=2");
        Assert.Equal(300, nearest.Count(RedisPhotos.Dimension));
        Assert.NotEqual(state, (string)database.StringGet("vislumbre:{before}:state")!);
        Assert.True(photos.Recall(nearest, 5) >= 0.99);
    }

    [Fact]
    public void What_would_take_servers_longer_than_the_catalog_is_not_asked_of_them()
    {
        using var photos = new RedisPhotos(2000);
        using var nearest = Open(photos, "?name=small&shards=2");
        nearest.ExactBelow = 0;
        var (before, all) = (Filtered(), new PhotoFilter.Range(PhotoField.Width, 1, 1));
        Assert.Equal(3, nearest.Search(RedisPhotos.Query(0), 3, new PhotoScope(photos.Catalog, all)).Found.Length);
        Assert.Equal(before, Filtered());
        nearest.PassingCost = 1;
        Assert.Equal(3, nearest.Search(RedisPhotos.Query(0), 3, new PhotoScope(photos.Catalog, all)).Found.Length);
        Assert.Equal(before + 2, Filtered());
        // A deadline that it would not keep.
        using var hasty = Open(photos, "?name=small&deadline=3");
        (hasty.ExactBelow, hasty.PassingCost) = (0, 1);
        try
        {
            hasty.Search(RedisPhotos.Query(0), 3, new PhotoScope(photos.Catalog, all));
        }
        catch (LibraryException)
        {
            // Three milliseconds are few for any search.
        }

        Assert.Equal(before + 2, Filtered());
    }

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private RedisNearest Open(RedisPhotos photos, string options)
    {
        using var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port},allowAdmin=true");
        redis.GetServers()[0].ConfigSet("slowlog-log-slower-than", "0");
        redis.GetServers()[0].ConfigSet("slowlog-max-len", "100000");
        return RedisNearest.Open($"{scene.Server.Address}/{options}", photos.Catalog);
    }

    // How many searches with a filter the server itself has seen.
    private int Filtered()
    {
        using var redis = ConnectionMultiplexer.Connect($"127.0.0.1:{scene.Server.Port},allowAdmin=true");
        return redis.GetServers()[0].SlowlogGet(100_000).Count(one => one.Arguments.Any(argument => argument == "FILTER"));
    }
}
