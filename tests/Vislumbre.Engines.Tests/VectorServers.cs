[assembly: AssemblyFixture(typeof(Vislumbre.Engines.Tests.VectorServers))]

namespace Vislumbre.Engines.Tests;

/// <summary>A real Redis and a real Garnet, each started once for all tests that leave it as it is.</summary>
public sealed class VectorServers : IDisposable
{
    private readonly Lazy<RedisServer> _redis = new(RedisServer.Start);
    private readonly Lazy<RedisServer> _garnet = new(RedisServer.StartGarnet);

    /// <summary>Redis.</summary>
    public RedisServer Redis => _redis.Value;

    /// <summary>Garnet.</summary>
    public RedisServer Garnet => _garnet.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var server in new[] { _redis, _garnet }.Where(server => server.IsValueCreated)) server.Value.Dispose();
    }
}
