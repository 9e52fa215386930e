using StackExchange.Redis;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>Writes photos' vectors to their shards, many at a time.</summary>
internal sealed class RedisWriter(RedisAddress address, RedisConnection connection, PhotoCatalog catalog, RedisKeys keys, RedisLayout layout, RedisTurn turn, bool replaces, CancellationToken cancellationToken)
{
    // So many are on their way at a time: enough that no server waits for us, and few enough that each answers in time.
    private const int Together = 256;

    private readonly List<(long Id, float[]? Vector)> _taken = [];
    private readonly List<Task> _writes = [];
    private readonly IDatabase _database = connection.Database;

    // Garnet keeps the vector that a member has.
    private readonly bool _removesFirst = replaces && connection.IsGarnet;

    /// <summary>Takes a photo: an empty vector removes it.</summary>
    public void Take(long id, ReadOnlySpan<byte> vector)
    {
        _taken.Add((id, vector.IsEmpty ? null : HalfVector.Decode(vector)));
        if (_taken.Count >= Together) Finish();
    }

    /// <summary>Waits for all that was taken.</summary>
    public void Finish()
    {
        if (_taken.Count == 0) return;
        // Facts are read after vectors and may be newer: what changed them is a change that is taken up later.
        var facts = !connection.IsGarnet ? catalog.Facts([.. _taken.Where(one => one.Vector is not null).Select(one => one.Id)]) : null;
        foreach (var (id, vector) in _taken) Write(id, vector, facts?.GetValueOrDefault(id));
        _taken.Clear();
        turn.Check();
        connection.Finish(_writes, cancellationToken);
        _writes.Clear();
    }

    private void Write(long id, float[]? vector, ConditionFacts? facts)
    {
        var key = keys.Vectors(layout.Epoch, layout.ShardOf(id));
        try
        {
            if (vector is null || _removesFirst) _writes.Add(RedisVectors.Remove(_database, key, id));
            if (vector is not null) _writes.Add(RedisVectors.Add(_database, key, id, vector, facts is null ? null : RedisAttributes.Of(facts), address.Quantization));
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException or RedisCommandException)
        {
            _writes.Add(Task.FromException(e));
        }
    }
}
