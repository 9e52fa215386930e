using System.Numerics.Tensors;
using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Engines.Redis;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Testing;
using Vislumbre.Vectors;
using static Vislumbre.Engines.Tests.MadeRows;

namespace Vislumbre.Engines.Tests;

/// <summary>What holds of a library whatever holds its rows and finds its photos.</summary>
public sealed class Library_contract(PostgresServer postgres, VectorServers servers) : IDisposable
{
    private static readonly ModelIdentity Model = new("made", new string('a', 64), Dimension);
    private static readonly string[] Places = ["Lisboa", "São Paulo", "Århus"];
    private readonly TemporaryFolder _folder = new();
    private readonly List<RedisNearest> _opened = [];
    private string? _address;

    public static TheoryData<string> Engines() => ["local", "postgres", "postgres, index here", "redis", "postgres, redis", "garnet"];

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_nearest_are_those_of_an_exact_search_with_the_same_cosines(string engine)
    {
        var (library, rows) = Filled(engine, 3000);
        var found = 0;
        for (var query = 0; query < 40; query++)
        {
            var asked = Row(100_000 + query);
            var exact = Exact(rows, asked, _ => true).Take(10).Select(one => one.Id).ToHashSet();
            var hits = library.Nearest.Search(asked, 10).Found;
            Assert.Equal(10, hits.Length);
            Assert.Equal(hits.OrderByDescending(one => one.Score).Select(one => one.Id), hits.Select(one => one.Id));
            foreach (var hit in hits) Assert.Equal(TensorPrimitives.Dot<float>(asked, rows[hit.Id]), hit.Score, 1e-3);
            found += hits.Count(hit => exact.Contains(hit.Id));
        }

        Assert.True(found / 400.0 >= LeastRecall(engine), $"recall@10 {found / 400.0}");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_condition_is_met_by_all_that_are_given_and_none_comes_short(string engine)
    {
        var (library, rows) = Filled(engine, 3000);
        foreach (var written in new[] { "iso:800", "iso:<400 location:\"são paulo\"", "location:arhus OR location:lisb*", "-location:lisboa width:>3000", "path:*00?.jpg OR path:*7.jpg", "taken:2020-01", "by:ana", "near:38.7,-9.1,50", "color:red", "is:described" })
        {
            var condition = QueryExpression.Parse(written).Filter!;
            var ids = library.Catalog.Match(condition);
            // The catalog in SQLite is the measure for the others; here photos were saved in the same order with the same numbers.
            using var measure = new Measure(rows.Count);
            Assert.Equal(measure.Library.Catalog.Match(condition).Order(), ids.Order());
            var among = new IdSet([.. ids]);
            var asked = Row(200_000);
            var wanted = Exact(rows, asked, among.Contains).Take(25).Select(one => one.Id).ToList();
            var given = library.Nearest.Search(asked, 25, new PhotoScope(library.Catalog, condition)).Found;
            Assert.Equal(wanted.Count, given.Length);
            Assert.All(given, one => Assert.True(among.Contains(one.Id)));
            Assert.True(wanted.Intersect(given.Select(one => one.Id)).Count() >= wanted.Count - (engine == "garnet" ? 2 : 1), written);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Words_that_are_said_of_photos_find_them(string engine)
    {
        var (library, _) = Filled(engine, 300);
        Assert.Equal(100, library.Catalog.Words.Search(["sao paulo"], any: false, _ => true, 1000).Count);
        Assert.Equal(100, library.Catalog.Words.Search(["Dog", "LISBOA"], any: false, _ => true, 1000).Count);
        Assert.Equal(200, library.Catalog.Words.Search(["aarhus", "lisboa", "århus"], any: true, _ => true, 1000).Count);
        Assert.Empty(library.Catalog.Words.Search(["paulo sao"], any: false, _ => true, 1000));
        Assert.Equal(100, library.Catalog.Words.Search(["running"], any: false, _ => true, 1000).Count); // "runs", by its stem
        Assert.Equal([17L], library.Catalog.Words.Search(["img 0017"], any: false, _ => true, 1000));
        Assert.Empty(library.Catalog.Words.Search(["'); DROP TABLE photos; --"], any: false, _ => true, 10));
        var said = library.Catalog.Words.Said(library.Catalog.Find(2)!, ["dog", "lisboa", "nothing"]);
        Assert.Equal(["dog", "lisboa"], said.Select(word => word.Word));
        Assert.Contains(library.Catalog.Suggestions.Find("an", 10), one => one is { Field: PhotoField.By, Value: "Ana Sá" });
        Assert.Empty(library.Catalog.Suggestions.Find("[a.*", 10));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void What_is_added_changed_and_removed_shows_in_the_next_search(string engine)
    {
        var (library, _) = Filled(engine, 200);
        var asked = Row(300_000);
        long id;
        using (var writer = library.Catalog.Begin())
        {
            writer.SaveIndexed(Photo(5000), asked);
            writer.Commit();
        }

        id = library.Catalog.FindPath(Photo(5000).Path)!.Id;
        Assert.Equal(id, library.Nearest.Search(asked, 1).Found[0].Id);
        using (var writer = library.Catalog.Begin())
        {
            writer.SaveIndexed(Photo(5000), Row(300_001));
            writer.Commit();
        }

        Assert.NotEqual(id, library.Nearest.Search(asked, 1).Found[0].Id);
        Assert.Equal(id, library.Nearest.Search(Row(300_001), 1).Found[0].Id);
        using (var writer = library.Catalog.Begin())
        {
            writer.SetMissing(id, true);
            writer.Commit();
        }

        Assert.NotEqual(id, library.Nearest.Search(Row(300_001), 1).Found[0].Id);
        using (var writer = library.Catalog.Begin())
        {
            writer.SetMissing(id, false);
            writer.Commit();
        }

        Assert.Equal(id, library.Nearest.Search(Row(300_001), 1).Found[0].Id);
        using (var writer = library.Catalog.Begin())
        {
            writer.Forget(id);
        }

        Assert.Equal(id, library.Nearest.Search(Row(300_001), 1).Found[0].Id); // what is not committed never happened
        using (var writer = library.Catalog.Begin())
        {
            writer.Forget(id);
            writer.Commit();
        }

        Assert.NotEqual(id, library.Nearest.Search(Row(300_001), 1).Found[0].Id);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("postgres")]
    public void What_else_is_said_of_a_photo_is_a_change_that_others_follow(string engine)
    {
        var (library, _) = Filled(engine, 3);
        var catalog = library.Catalog;
        using (var writer = catalog.Begin())
        {
            writer.SaveIndexed(Photo(4) with { Path = "https://example.org/4" }, Row(4));
            writer.Commit();
        }

        var (stand, embeddings) = (catalog.Embeddings.WithFacts.Generation, catalog.Embeddings.Generation);
        List<long> Changed()
        {
            var changed = new List<long>();
            stand = catalog.Embeddings.WithFacts.ReadChanges(stand, (id, vector) => changed.Add(vector.Length > 0 ? id : -id))!.Value;
            return changed;
        }

        void Say(params (int Photo, string Column, object? Value)[] said) => SourceSays.Of(catalog, said.ToDictionary(one => Photo(one.Photo).Path, IReadOnlyDictionary<string, object?> (one) => new Dictionary<string, object?> { [one.Column] = one.Value }));

        // A source speaks of two, then otherwise of one, then says the same again.
        Say((1, "width", 11L), (2, "width", 12L));
        Assert.Equal([1L, 2], Changed());
        foreach (var (column, value) in new (string, object)[] { ("width", 13L), ("height", 7L), ("submitted_ms", 7L), ("featured", 1L), ("iso", 7L), ("aperture", 1.5), ("focal_length", 1.5) })
        {
            Say((1, "width", 11L), (2, column, value));
            Assert.Equal([2L], Changed());
            Say((1, "width", 11L), (2, column, value));
            Assert.Empty(Changed());
        }

        Assert.Equal((4000d, 1.5d), (catalog.Facts([2])[2].Width, catalog.Facts([2])[2].FocalLength));
        Say((1, "width", 11L), (2, "description", "something"));
        Assert.Equal([2L], Changed());
        // It speaks of one no more.
        Say((2, "description", "else"));
        Assert.Equal([1L], Changed());
        Assert.Equal(3000, catalog.Facts([1])[1].Width);
        // A file is looked at anew.
        catalog.Looks.Save([(catalog.Find(3)!, Look(7))]);
        Assert.Equal([3L], Changed());
        Assert.Equal((1200d, true), (catalog.Facts([3])[3].Iso, catalog.Facts([4])[4].IsRemote));
        Assert.Empty(catalog.Facts([99]));
        // None of that concerns who keeps embeddings alone.
        Assert.Equal(embeddings, catalog.Embeddings.Generation);
        Assert.Equal(embeddings, catalog.Embeddings.ReadChanges(embeddings, (_, _) => Assert.Fail("no embedding changed")));
        // An address gets a file.
        using (var writer = catalog.Begin())
        {
            writer.SaveIndexed(catalog.Find(4)! with { Path = Photo(4).Path }, Row(4));
            writer.Commit();
        }

        Assert.NotEmpty(Changed());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Another_program_finds_what_was_saved(string engine)
    {
        var (library, rows) = Filled(engine, 300);
        library.Catalog.Lists.Add("Mine", [3, 1, 2]);
        var again = Open(engine);
        Assert.Equal(300, again.Catalog.Count().Indexed);
        Assert.Equal(Model, again.Catalog.Model!.Identity);
        Assert.Equal([3L, 1, 2], again.Catalog.Lists.Photos(again.Catalog.Lists.All()[0].Id).Select(photo => photo.Id));
        Assert.Equal(1f, TensorPrimitives.Dot<float>(rows[7], again.Catalog.Embeddings.Find(7)!), 1e-3);
        Assert.Equal(7, again.Nearest.Search(rows[7], 1).Found[0].Id);
        var look = again.Catalog.Looks.Find(7)!;
        Assert.Equal("Ana Sá", look.Metadata.Photographer);
        Assert.Equal(0x8000_0000_0000_0007UL, look.PerceptualHash);
        Assert.Equal(["dog", "beach"], look.Metadata.Keywords);
        Assert.Equal("ok", again.Catalog.CheckIntegrity());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Many_that_read_and_write_at_once_lose_nothing(string engine)
    {
        var (library, _) = Filled(engine, 100);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var batch = 0; batch < 5; batch++)
            {
                using (var writer = library.Catalog.Begin())
                {
                    for (var i = 0; i < 10; i++) writer.SaveIndexed(Photo(10_000 + worker * 100 + batch * 10 + i), Row(10_000 + worker * 100 + batch * 10 + i));
                    writer.Commit();
                }

                var mine = library.Catalog.FindPath(Photo(10_000 + worker * 100 + batch * 10).Path)!.Id;
                Assert.Equal(mine, library.Nearest.Search(Row(10_000 + worker * 100 + batch * 10), 1).Found[0].Id);
            }
        });
        Assert.Equal(500, library.Catalog.Count().Indexed);
        Assert.Equal(500, library.Nearest.Search(Row(1), 1000).Found.Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public void Programs_that_start_at_once_make_the_tables_once()
    {
        // Seldom does one look at the very moment at which another makes them.
        for (var round = 0; round < 5; round++)
        {
            var address = postgres.NewDatabase();
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => PostgresLibrary.Open(address, create: true));
            Assert.Equal(0, PostgresLibrary.Open(address).Catalog.Count().Indexed);
        }
    }

    [Fact]
    public void An_address_without_a_library_and_one_without_a_server_say_so()
    {
        var absent = Assert.Throws<LibraryException>(() => PostgresLibrary.Open(postgres.NewDatabase()));
        Assert.Equal(LibraryFault.Absent, absent.Fault);
        var nobody = Assert.Throws<LibraryException>(() => PostgresLibrary.Open($"postgres://me:secret@127.0.0.1:{PostgresServer.FreePort()}/x"));
        Assert.DoesNotContain("secret", nobody.Message, StringComparison.Ordinal);
        Assert.Throws<LibraryException>(() => PostgresAddress.Parse("postgres://"));
        Assert.Throws<LibraryException>(() => PostgresAddress.Parse("postgres://h/db?nonsense=1"));
        var whole = PostgresAddress.Parse("postgresql://a%40b:p%2Fq@h:6000/photos?sslmode=require");
        Assert.Equal("postgres://a%40b@h:6000/photos", whole.Shown);
        Assert.Contains("Password=p/q", whole.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("SSL Mode=Require", whole.ConnectionString, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _opened.ForEach(nearest => nearest.Dispose());
        _folder.Dispose();
    }

    // Garnet's vector sets are a preview, and may lag.
    private static double LeastRecall(string engine) => engine == "garnet" ? 0.95 : 0.99;

    private static IEnumerable<(long Id, float Score)> Exact(Dictionary<long, float[]> rows, float[] asked, Func<long, bool> isWanted) =>
        rows.Where(row => isWanted(row.Key)).Select(row => (row.Key, Score: TensorPrimitives.Dot<float>(asked, row.Value))).OrderByDescending(one => one.Score);

    private PhotoLibrary Open(string engine)
    {
        var library = engine.StartsWith("postgres", StringComparison.Ordinal) ? PostgresLibrary.Open(_address ??= postgres.NewDatabase(), create: true) : PhotoLibrary.Open(_folder.At("library"), create: true);
        return engine switch
        {
            "postgres, index here" => library.FoundBy(library.Vectors),
            "redis" or "postgres, redis" => library.FoundBy(Vectors(servers.Redis, "?shards=3", library)),
            "garnet" => library.FoundBy(Vectors(servers.Garnet, "?shards=2&quantization=none&deadline=10000", library)),
            _ => library,
        };
    }

    // What few photos meet is found by the servers here too, and not by the catalog alone; by their own filters where those can say it.
    private RedisNearest Vectors(RedisServer server, string options, PhotoLibrary library)
    {
        var nearest = RedisNearest.Open($"{server.Address}/{options}", library.Catalog);
        (nearest.ExactBelow, nearest.PassingCost) = (0, 0);
        _opened.Add(nearest);
        return nearest;
    }

    private (PhotoLibrary Library, Dictionary<long, float[]> Rows) Filled(string engine, int count)
    {
        var library = Open(engine);
        Fill(library, count);
        return (library, Enumerable.Range(1, count).ToDictionary(id => (long)id, Row));
    }

    private static void Fill(PhotoLibrary library, int count)
    {
        library.Catalog.UseModel(Model, "/model");
        using var writer = library.Catalog.Begin();
        for (var id = 1; id <= count; id++) writer.SaveIndexed(Photo(id), Row(id), Look(id));
        writer.Commit();
    }

    private static PhotoRecord Photo(int id) => new() { Path = $"/photos/{id % 7}/IMG_{id:0000}.jpg", Bytes = id, Sha256 = $"{id:x64}", Format = "Jpeg", Width = 2000 + id % 3 * 1000, Height = 2500, HandledTicks = DateTime.UtcNow.Ticks };

    private static PhotoLook Look(int id) => new(
        new PhotoMetadata
        {
            Description = id % 3 == 0 ? "Somebody runs" : id % 5 == 0 ? null : "a day",
            Photographer = id % 2 == 1 ? "Ana Sá" : "João",
            Keywords = ["dog", "beach"],
            Iso = id % 4 * 400,
            TakenMs = new DateTimeOffset(2020, 1 + id % 12, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            Location = Places[(id + 1) % 3],
            Latitude = id % 2 == 0 ? 38.72 : -23.5,
            Longitude = id % 2 == 0 ? -9.14 : -46.6,
        },
        [new MainColour(0.6f, id % 5 == 0 ? 0.22f : 0, id % 5 == 0 ? 0.12f : 0, 0.5f)],
        0x8000_0000_0000_0000UL + (uint)id);

    /// <summary>The same photos in SQLite.</summary>
    private sealed class Measure : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Measure(int count)
        {
            Library = PhotoLibrary.Open(_folder.At("library"), create: true);
            Fill(Library, count);
        }

        public PhotoLibrary Library { get; }

        public void Dispose() => _folder.Dispose();
    }
}
