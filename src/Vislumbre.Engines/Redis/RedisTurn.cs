using StackExchange.Redis;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>The right to write a library's index, until disposed. It is renewed meanwhile; a process that dies gives it up after a while.</summary>
internal sealed class RedisTurn : IDisposable
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(30);

    private readonly RedisConnection _connection;
    private readonly RedisKey _key;
    private readonly string _token;
    private readonly Timer _renewal;
    private long _renewed = Environment.TickCount64;

    private RedisTurn(RedisConnection connection, RedisKey key, string token)
    {
        (_connection, _key, _token) = (connection, key, token);
        _renewal = new Timer(_ => Renew(), null, Holds / 3, Holds / 3);
    }

    /// <summary>Takes it; null where another process has it.</summary>
    public static RedisTurn? Take(RedisConnection connection, RedisKey key, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid().ToString("N");
        // An answer may be lost and the question asked again: the turn is ours where it holds our word.
        var taken = connection.Ask(
            async database => await database.LockTakeAsync(key, token, Holds).ConfigureAwait(false) || await database.LockQueryAsync(key, CommandFlags.DemandMaster).ConfigureAwait(false) == token,
            cancellationToken);
        return taken ? new RedisTurn(connection, key, token) : null;
    }

    /// <summary>Makes sure that it has not run out.</summary>
    /// <exception cref="LibraryException">It has: another process may write.</exception>
    public void Check()
    {
        if (Environment.TickCount64 - Interlocked.Read(ref _renewed) < Holds.TotalMilliseconds) return;
        throw new LibraryException(LibraryFault.Busy, Language.Say(
            "The servers of the index were silent for too long while it was written: it is taken up again with the next search.",
            "Os servidores do índice ficaram calados por tempo demais enquanto era escrito: será retomado na próxima busca."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _renewal.Dispose();
        // Where nobody answers it runs out by itself.
        _connection.Gather(1, (database, _) => database.LockReleaseAsync(_key, _token), CancellationToken.None);
    }

    private async void Renew()
    {
        try
        {
            var asked = Environment.TickCount64;
            if (await _connection.Database.LockExtendAsync(_key, _token, Holds).ConfigureAwait(false)) Interlocked.Exchange(ref _renewed, asked);
            else Interlocked.Exchange(ref _renewed, asked - (long)Holds.TotalMilliseconds);
        }
        catch (Exception)
        {
            // The next renewal may go through; until then it runs out.
        }
    }
}
