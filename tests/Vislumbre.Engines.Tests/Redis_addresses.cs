using StackExchange.Redis;
using Vislumbre.Catalog;
using Vislumbre.Engines.Redis;

namespace Vislumbre.Engines.Tests;

public sealed class Redis_addresses
{
    [Fact]
    public void Hosts_options_and_a_user_are_read_and_no_password_is_shown()
    {
        var address = RedisAddress.Parse("redis://ana:p%40ss@one:7000,two,[::1]:7002/?shards=5&quantization=none&ef=300&deadline=750&name=photos&partial=true&replicas=true");
        Assert.Equal("redis://ana@one:7000,two:6379,[::1]:7002", address.Shown);
        Assert.DoesNotContain("p@ss", address.ToString(), StringComparison.Ordinal);
        Assert.Equal((5, 300, 750, "photos", true, true), (address.Shards, address.Exploration, (int)address.Deadline.TotalMilliseconds, address.Name, address.AllowsPartial, address.PrefersReplicas));
        Assert.Equal(VectorSetQuantization.None, address.Quantization);
        Assert.Equal(3, address.Connection.EndPoints.Count);
        Assert.Equal(("ana", "p@ss", false), (address.Connection.User, address.Connection.Password, address.Connection.Ssl));
        Assert.True(RedisAddress.Parse("rediss://host").Connection.Ssl);
    }

    [Theory]
    [InlineData("postgres://host/base")]
    [InlineData("redis://")]
    [InlineData("redis://host:port")]
    [InlineData("redis://host:0")]
    [InlineData("redis://host/3")]
    [InlineData("redis://host/?shards=0")]
    [InlineData("redis://host/?shard=4")]
    [InlineData("redis://host/?quantization=int4")]
    [InlineData("redis://host/?name={a}")]
    [InlineData("redis://:secret@host/?ef=many")]
    public void What_is_no_address_is_said(string place)
    {
        var message = Assert.Throws<LibraryException>(() => RedisAddress.Parse(place)).Message;
        Assert.Contains("redis://USER:PASSWORD@HOST:PORT/", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Photos_are_spread_evenly_over_shards()
    {
        var layout = new RedisLayout("e", 12, 8, "m");
        var counts = Enumerable.Range(1, 12_000).GroupBy(id => layout.ShardOf(id)).Select(shard => shard.Count()).ToArray();
        Assert.Equal(12, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
        Assert.Equal(layout, RedisLayout.Parse(layout.ToString(), "place"));
        Assert.Null(RedisLayout.Parse("1;e;12;8;m", "place"));
        Assert.Equal(LibraryFault.Newer, Assert.Throws<LibraryException>(() => RedisLayout.Parse("3;new", "place")).Fault);
    }
}
