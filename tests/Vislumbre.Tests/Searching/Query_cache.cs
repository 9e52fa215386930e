using CsCheck;
using Vislumbre.Searching;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Searching;

public sealed class Query_cache : IDisposable
{
    private const int Dimension = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_kept_is_there_again_also_in_the_next_process()
    {
        var cache = Cache();
        Assert.Null(cache.Find("dogs"));
        cache.Keep("dogs", Vector(1));
        cache.Keep("Dogs", Vector(2));
        cache.Keep("dogs", Vector(3)); // the first stays
        foreach (var one in new[] { cache, Cache() })
        {
            Assert.Equal(Vector(1), one.Find("dogs"));
            Assert.Equal(Vector(2), one.Find("Dogs"));
            Assert.Null(one.Find("dog"));
        }
    }

    [Fact]
    public void A_file_that_is_cut_or_changed_anywhere_gives_what_is_whole_and_grows_again()
    {
        var cache = Cache();
        for (var i = 0; i < 5; i++) cache.Keep($"{i}", Vector(i));
        var whole = File.ReadAllBytes(_folder.At("queries"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Bool).Sample(
            (at, cuts) =>
            {
                var bytes = cuts ? whole[..at] : [.. whole];
                if (!cuts) bytes[at] ^= 0x5a;
                File.WriteAllBytes(_folder.At("queries"), bytes);
                var damaged = Cache();
                for (var i = 0; i < 5; i++) Assert.True(damaged.Find($"{i}") is not { } found || found.SequenceEqual(Vector(i)));
                damaged.Keep("new", Vector(9));
                Assert.Equal(Vector(9), Cache().Find("new"));
            },
            iter: 200, threads: 1);
    }

    [Fact]
    public void The_older_half_is_forgotten_when_there_are_too_many()
    {
        var cache = Cache();
        for (var i = 0; i <= QueryCache.Most; i++) cache.Keep($"{i}", Vector(i));
        Assert.Null(cache.Find("0"));
        Assert.Equal(Vector(QueryCache.Most), Cache().Find($"{QueryCache.Most}"));
        Assert.Null(Cache().Find("0"));
        Assert.InRange(new FileInfo(_folder.At("queries")).Length, 1, QueryCache.Most * (24 + 4 * Dimension));
    }

    [Fact]
    public void Where_nothing_can_be_written_it_is_kept_in_memory()
    {
        var cache = new QueryCache(_folder.At("no", "such", "folder"), Dimension);
        cache.Keep("dogs", Vector(1));
        Assert.Equal(Vector(1), cache.Find("dogs"));
    }

    private QueryCache Cache() => new(_folder.At("queries"), Dimension);

    private static float[] Vector(int seed) => [.. Enumerable.Range(0, Dimension).Select(i => seed + i / 10f)];
}
