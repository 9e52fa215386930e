using StackExchange.Redis;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>Writes photos' vectors to their shards, many at a time.</summary>
internal sealed class RedisWriter(RedisAddress address, RedisConnection connection, RedisKeys keys, RedisLayout layout, RedisTurn turn, bool replaces, CancellationToken cancellationToken)
{
    // So many are on their way at a time: enough that no server waits for us, and few enough that each answers in time.
    private const int Together = 256;

    private readonly List<Task> _writes = [];
    private readonly IDatabase _database = connection.Database;

    // Garnet keeps the vector that a member has.
    private readonly bool _removesFirst = replaces && connection.IsGarnet;

    /// <summary>Takes a photo: an empty vector removes it.</summary>
    public void Take(long id, ReadOnlySpan<byte> vector)
    {
        var key = keys.Vectors(layout.Epoch, layout.ShardOf(id));
        try
        {
            if (vector.IsEmpty || _removesFirst) _writes.Add(RedisVectors.Remove(_database, key, id));
            if (!vector.IsEmpty) _writes.Add(RedisVectors.Add(_database, key, id, HalfVector.Decode(vector), address.Quantization));
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException or RedisCommandException)
        {
            _writes.Add(Task.FromException(e));
        }

        if (_writes.Count >= Together) Finish();
    }

    /// <summary>Waits for all that was taken.</summary>
    public void Finish()
    {
        if (_writes.Count == 0) return;
        turn.Check();
        connection.Finish(_writes, cancellationToken);
        _writes.Clear();
    }
}
