using System.Globalization;
using System.Security.Cryptography;
using StackExchange.Redis;
using Vislumbre.Catalog;
using Vislumbre.Models;

namespace Vislumbre.Engines.Redis;

/// <summary>An index in Redis as it stands.</summary>
/// <param name="Keys">Its keys.</param>
/// <param name="Layout">How it lies in them.</param>
/// <param name="Generation">The change that every shard has taken up.</param>
/// <param name="Rows">How many vectors it holds.</param>
internal sealed record RedisStand(RedisKeys Keys, RedisLayout Layout, Generation Generation, long Rows);

/// <summary>
/// Keeps the vectors in Redis equal to the catalog: it catches up with each change, and makes them again where they are missing, of another
/// model or of another history. Thread-safe; processes take turns, and search what is there while another writes.
/// </summary>
internal sealed class RedisIndex(RedisAddress address, RedisConnection connection, PhotoCatalog catalog) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A search waits so long for another that takes up changes, among which its caller's may be.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly EmbeddingCatalog _changes = catalog.Embeddings.WithFacts;
    private readonly SemaphoreSlim _gate = new(1);
    private volatile RedisStand? _stand;
    private volatile bool _isBuilding;

    /// <summary>Takes a sentence when the index is made again though there was one, and why.</summary>
    public Action<string>? Notice { get; set; }

    /// <summary>The index as the catalog is now; while another process writes it, or it is made again, as it is. Null where the library has no photo yet.</summary>
    public RedisStand? Current(CancellationToken cancellationToken)
    {
        var stand = _stand;
        if (stand is not null && stand.Generation == _changes.Generation) return stand;
        if (!_gate.Wait(stand is null ? Timeout.InfiniteTimeSpan : _isBuilding ? TimeSpan.Zero : Patience, cancellationToken)) return stand;
        try
        {
            return _stand = CaughtUp(cancellationToken).Stand;
        }
        catch
        {
            _stand = null;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets how the index stands, since it does not stand so any more.</summary>
    public void Doubt(RedisStand stand) => Interlocked.CompareExchange(ref _stand, null, stand);

    /// <summary>Catches up and removes what was left behind.</summary>
    /// <returns>Whether anything was done.</returns>
    public bool Tidy(CancellationToken cancellationToken)
    {
        _gate.Wait(cancellationToken);
        try
        {
            var (stand, wrote) = CaughtUp(cancellationToken);
            _stand = stand;
            if (stand is null) return false;
            using var turn = RedisTurn.Take(connection, stand.Keys.Turn, cancellationToken);
            return turn is null ? wrote : Sweep(stand.Keys, stand.Layout.Epoch, cancellationToken) || wrote;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes the index again beside the one that is there, which is searched until the new one is whole.</summary>
    /// <param name="shards">Over how many keys; null for as many as now.</param>
    /// <param name="cancellationToken">Stops it; what there was stays.</param>
    /// <returns>Whether there was anything to make it of.</returns>
    public bool Rebuild(int? shards, CancellationToken cancellationToken)
    {
        _gate.Wait(cancellationToken);
        try
        {
            if (catalog.Model?.Identity is not { } model) return false;
            var keys = KeysOf(model);
            using var turn = Turn(keys, cancellationToken);
            var layout = Layout(keys, model, cancellationToken);
            _stand = Build(keys, model, shards ?? layout?.Shards ?? address.Shards, layout, turn, cancellationToken);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private (RedisStand? Stand, bool Wrote) CaughtUp(CancellationToken cancellationToken)
    {
        while (catalog.Model?.Identity is { } model)
        {
            var keys = KeysOf(model);
            var (layout, marks) = Look(keys, model, cancellationToken);
            if (IsCurrent(marks)) return (Stand(keys, layout!, marks!.Min(mark => mark!.Value.Change), marks!, cancellationToken), false);
            using var turn = RedisTurn.Take(connection, keys.Turn, cancellationToken);
            if (turn is not null)
            {
                // Another may have written it between the look and the turn.
                (layout, marks) = Look(keys, model, cancellationToken);
                return (CaughtUp(keys, model, layout, marks, turn, cancellationToken), true);
            }

            // Another process writes it: what is there is as good. Where it is not whole there is nothing to search yet.
            if (IsWhole(marks)) return (Stand(keys, layout!, marks!.Min(mark => mark!.Value.Change), marks!, cancellationToken), false);
            _stand = null;
            if (cancellationToken.WaitHandle.WaitOne(Pause)) cancellationToken.ThrowIfCancellationRequested();
        }

        return (null, false);
    }

    private RedisStand CaughtUp(RedisKeys keys, ModelIdentity model, RedisLayout? layout, Generation?[]? marks, RedisTurn turn, CancellationToken cancellationToken)
    {
        if (layout is null) return Build(keys, model, address.Shards, null, turn, cancellationToken);
        if (!IsWhole(marks))
        {
            Notice?.Invoke(Language.Say(
                $"Shards of the index in {address.Shown} are missing: it is made again from the catalog.", $"Faltam partes do índice em {address.Shown}: é refeito a partir do catálogo."));
            return Build(keys, model, layout.Shards, null, turn, cancellationToken);
        }

        // Shards stand apart after a server lost its last writes: all are taken from where the last of them stands.
        var stands = marks!.Select(mark => mark!.Value).Distinct().OrderBy(mark => mark.Change).ToArray();
        if (stands.Skip(1).All(IsOfThisHistory) && TakeChanges(keys, layout, stands[0], turn, cancellationToken) is { } now)
        {
            if (stands.Length > 1 || stands[0] != now) Mark(keys, layout, now, cancellationToken);
            return Stand(keys, layout, now, cancellationToken);
        }

        Notice?.Invoke(Language.Say(
            $"The index in {address.Shown} is of another state of the catalog, such as before it was restored from a copy: it is made again.",
            $"O índice em {address.Shown} é de outro estado do catálogo, como antes de este ser restaurado de uma cópia: é refeito."));
        return Build(keys, model, layout.Shards, layout, turn, cancellationToken);
    }

    private bool IsOfThisHistory(Generation generation) => _changes.ReadChanges(generation, (_, _) => { }) is not null;

    private Generation? TakeChanges(RedisKeys keys, RedisLayout layout, Generation since, RedisTurn turn, CancellationToken cancellationToken)
    {
        var writer = new RedisWriter(address, connection, catalog, keys, layout, turn, replaces: true, cancellationToken);
        var generation = _changes.ReadChanges(since, writer.Take);
        writer.Finish();
        return generation;
    }

    // Made under keys of its own, and in force when it is whole: a process that dies meanwhile leaves only what the next one sweeps.
    private RedisStand Build(RedisKeys keys, ModelIdentity model, int shards, RedisLayout? old, RedisTurn turn, CancellationToken cancellationToken)
    {
        _isBuilding = true;
        try
        {
            return Make(keys, model, shards, old, turn, cancellationToken);
        }
        finally
        {
            _isBuilding = false;
        }
    }

    private RedisStand Make(RedisKeys keys, ModelIdentity model, int shards, RedisLayout? old, RedisTurn turn, CancellationToken cancellationToken)
    {
        Sweep(keys, old?.Epoch, cancellationToken);
        var layout = new RedisLayout(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), shards, model.Dimension, model.Sha256);
        Write(database => database.HashSetAsync(keys.Epochs, layout.Epoch, shards), cancellationToken);
        var writer = new RedisWriter(address, connection, catalog, keys, layout, turn, replaces: false, cancellationToken);
        var generation = _changes.Read(writer.Take);
        writer.Finish();
        Mark(keys, layout, generation, cancellationToken);
        turn.Check();
        Write(database => database.StringSetAsync(keys.State, layout.ToString()), cancellationToken);
        try
        {
            Sweep(keys, layout.Epoch, cancellationToken);
        }
        catch (LibraryException)
        {
            // The next one sweeps.
        }

        return Stand(keys, layout, generation, cancellationToken);
    }

    // Removes every index but one. Marks go first: who still searches one sees that it is no more.
    private bool Sweep(RedisKeys keys, string? except, CancellationToken cancellationToken)
    {
        var epochs = connection.Ask(database => database.HashGetAllAsync(keys.Epochs, CommandFlags.DemandMaster), cancellationToken);
        var swept = false;
        foreach (var entry in epochs)
        {
            var epoch = entry.Name.ToString();
            if (epoch == except) continue;
            for (var shard = 0; shard < (int)entry.Value; shard++)
            {
                var (mark, vectors) = (keys.Mark(epoch, shard), keys.Vectors(epoch, shard));
                Write(database => database.KeyDeleteAsync(mark), cancellationToken);
                Write(database => database.KeyDeleteAsync(vectors), cancellationToken);
            }

            Write(database => database.HashDeleteAsync(keys.Epochs, epoch), cancellationToken);
            swept = true;
        }

        return swept;
    }

    private void Mark(RedisKeys keys, RedisLayout layout, Generation generation, CancellationToken cancellationToken)
    {
        var text = RedisKeys.Text(generation);
        connection.Ask(layout.Shards, (database, shard) => database.StringSetAsync(keys.Mark(layout.Epoch, shard), text), cancellationToken);
    }

    private void Write<T>(Func<IDatabase, Task<T>> write, CancellationToken cancellationToken) => connection.Ask(write, cancellationToken);

    private static bool IsWhole(Generation?[]? marks) => marks is not null && Array.TrueForAll(marks, mark => mark is not null);

    private bool IsCurrent(Generation?[]? marks)
    {
        if (!IsWhole(marks)) return false;
        var now = _changes.Generation;
        return Array.TrueForAll(marks!, mark => mark == now);
    }

    private (RedisLayout? Layout, Generation?[]? Marks) Look(RedisKeys keys, ModelIdentity model, CancellationToken cancellationToken)
    {
        if (Layout(keys, model, cancellationToken) is not { } layout) return (null, null);
        var marks = connection.Read(layout.Shards, (database, shard, flags) => database.StringGetAsync(keys.Mark(layout.Epoch, shard), flags), cancellationToken);
        return (layout, Array.ConvertAll(marks, RedisKeys.Read));
    }

    private RedisLayout? Layout(RedisKeys keys, ModelIdentity model, CancellationToken cancellationToken)
    {
        var state = connection.Read(1, (database, _, flags) => database.StringGetAsync(keys.State, flags), cancellationToken)[0];
        return RedisLayout.Parse(state, address.Shown) is { } layout && layout.Dimension == model.Dimension && layout.Model == model.Sha256 ? layout : null;
    }

    private RedisStand Stand(RedisKeys keys, RedisLayout layout, long change, Generation?[] marks, CancellationToken cancellationToken) =>
        Stand(keys, layout, marks.First(mark => mark!.Value.Change == change)!.Value, cancellationToken);

    private RedisStand Stand(RedisKeys keys, RedisLayout layout, Generation generation, CancellationToken cancellationToken)
    {
        var rows = connection.Read(layout.Shards, (database, shard, flags) => RedisVectors.Length(database, keys.Vectors(layout.Epoch, shard), flags), cancellationToken);
        return new RedisStand(keys, layout, generation, rows.Sum());
    }

    private RedisTurn Turn(RedisKeys keys, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (RedisTurn.Take(connection, keys.Turn, cancellationToken) is { } turn) return turn;
            if (cancellationToken.WaitHandle.WaitOne(Pause)) cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private RedisKeys KeysOf(ModelIdentity model) =>
        new(address.Name ?? Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{model.Sha256}\n{catalog.File}"))))[..16]);
}
