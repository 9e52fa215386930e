using System.Diagnostics;
using StackExchange.Redis;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>The servers of an address. It is made when it is first asked, asks again what was lost until the deadline, and comes back by itself. Thread-safe.</summary>
internal sealed class RedisConnection(RedisAddress address) : IDisposable
{
    // For what is written: it goes on where a search would have given up.
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private ConnectionMultiplexer? _redis;
    private bool? _isGarnet;
    private long _rediscovered;

    // Whom is asked after so long without an answer: the replicas too. The client itself turns to them only once it has given the primary up.
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(Math.Min(250, address.Deadline.TotalMilliseconds / 4));

    /// <summary>Whether the server is Garnet, whose scores are squared distances.</summary>
    public bool IsGarnet
    {
        get
        {
            if (_isGarnet is { } known) return known;
            var server = Array.Find(Redis().GetServers(), one => one.IsConnected);
            if (server is null) return false;
            _isGarnet = server.GetProductVariant(out _) == ProductVariant.Garnet;
            return _isGarnet.Value;
        }
    }

    /// <summary>The servers' only database.</summary>
    public IDatabase Database => Redis().GetDatabase();

    /// <summary>Asks several things at once and waits until the deadline; what fails because a server is lost is asked again until then.</summary>
    /// <returns>How each went; those that are not completed did not answer.</returns>
    public Task<T>[] Gather<T>(int count, Func<IDatabase, int, Task<T>> ask, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var tasks = new Task<T>[count];
        for (var i = 0; i < count; i++) tasks[i] = Begin(ask, i);
        AskAgain(tasks, ask, watch, cancellationToken);
        return tasks;
    }

    /// <summary>Reads several things at once as <see cref="Gather"/> does; those that the primary does not tell are asked of replicas.</summary>
    /// <param name="count">How many.</param>
    /// <param name="ask">Asks one, with where it is to be asked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<T>[] GatherReads<T>(int count, Func<IDatabase, int, CommandFlags, Task<T>> ask, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var usual = address.PrefersReplicas ? CommandFlags.PreferReplica : CommandFlags.PreferMaster;
        var tasks = new Task<T>[count];
        for (var i = 0; i < count; i++) tasks[i] = Begin((database, one) => ask(database, one, usual), i);
        Wait(tasks, _patience, cancellationToken);
        if (Array.TrueForAll(tasks, task => task.IsCompletedSuccessfully)) return tasks;
        Rediscover();
        var other = usual == CommandFlags.PreferReplica ? CommandFlags.PreferMaster : CommandFlags.PreferReplica;
        if (Array.Exists(Redis().GetServers(), server => server.IsReplica))
        {
            for (var i = 0; i < count; i++)
            {
                if (!tasks[i].IsCompletedSuccessfully) tasks[i] = Either(tasks[i], Begin((database, one) => ask(database, one, other), i));
            }
        }

        AskAgain(tasks, (database, one) => ask(database, one, other), watch, cancellationToken);
        return tasks;
    }

    /// <summary>Writes or asks several things at once, all of which must be answered.</summary>
    /// <exception cref="LibraryException">One was not.</exception>
    public T[] Ask<T>(int count, Func<IDatabase, int, Task<T>> ask, CancellationToken cancellationToken) => Answers(Gather(count, ask, cancellationToken));

    /// <summary>Writes or asks one thing, which must be answered.</summary>
    /// <exception cref="LibraryException">It was not.</exception>
    public T Ask<T>(Func<IDatabase, Task<T>> ask, CancellationToken cancellationToken) => Ask(1, (database, _) => ask(database), cancellationToken)[0];

    /// <summary>Reads several things at once, all of which must be answered.</summary>
    /// <exception cref="LibraryException">One was not.</exception>
    public T[] Read<T>(int count, Func<IDatabase, int, CommandFlags, Task<T>> ask, CancellationToken cancellationToken) => Answers(GatherReads(count, ask, cancellationToken));

    /// <summary>Waits for what was sent to be written.</summary>
    /// <exception cref="LibraryException">Something was not.</exception>
    public void Finish(IReadOnlyCollection<Task> writes, CancellationToken cancellationToken)
    {
        var tasks = writes.ToArray();
        Wait(tasks, WriteTime, cancellationToken);
        if (Array.TrueForAll(tasks, task => task.IsCompletedSuccessfully)) return;
        Rediscover();
        var cause = tasks.Select(task => task.Exception?.InnerException).FirstOrDefault(e => e is not null);
        throw Failed(cause, Language.Say(
            $"{address.Shown} does not take up the library's changes: {(cause is null ? "it does not answer" : Short(cause))}.",
            $"{address.Shown} não recebe as mudanças da biblioteca: {(cause is null ? "não responde" : Short(cause))}."));
    }

    /// <summary>What to say where shards did not answer.</summary>
    public LibraryException Silent<T>(IReadOnlyCollection<Task<T>> tasks)
    {
        Rediscover();
        var missing = tasks.Where(task => !task.IsCompletedSuccessfully).ToArray();
        var cause = missing.Select(task => task.Exception?.InnerException).FirstOrDefault(e => e is not null);
        var time = address.Deadline.TotalMilliseconds;
        return Failed(cause, tasks.Count == 1
            ? Language.Say(
                $"{address.Shown} did not answer within {time:N0} ms. It is asked again with the next search.{Because(cause)}",
                $"{address.Shown} não respondeu em {time:N0} ms. Será consultado de novo na próxima busca.{Because(cause)}")
            : Language.Say(
                $"{missing.Length} of {tasks.Count} shards in {address.Shown} did not answer within {time:N0} ms. They are asked again with the next search.{Because(cause)}",
                $"{missing.Length} de {tasks.Count} partes em {address.Shown} não responderam em {time:N0} ms. Serão consultadas de novo na próxima busca.{Because(cause)}"));
    }

    /// <inheritdoc/>
    public void Dispose() => _redis?.Dispose();

    private static async Task<T> Either<T>(Task<T> first, Task<T> second)
    {
        var done = await Task.WhenAny(first, second).ConfigureAwait(false);
        return await (done.IsCompletedSuccessfully ? done : done == first ? second : first).ConfigureAwait(false);
    }

    private T[] Answers<T>(Task<T>[] tasks) => Array.TrueForAll(tasks, task => task.IsCompletedSuccessfully) ? Array.ConvertAll(tasks, task => task.Result) : throw Silent(tasks);

    private void AskAgain<T>(Task<T>[] tasks, Func<IDatabase, int, Task<T>> ask, Stopwatch watch, CancellationToken cancellationToken)
    {
        while (true)
        {
            Wait(tasks, address.Deadline - watch.Elapsed, cancellationToken);
            if (watch.Elapsed + Pause >= address.Deadline || !Array.Exists(tasks, IsLost)) return;
            Rediscover();
            if (cancellationToken.WaitHandle.WaitOne(Pause)) cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < tasks.Length; i++)
            {
                if (IsLost(tasks[i])) tasks[i] = Begin(ask, i);
            }
        }
    }

    private static string Because(Exception? cause) => cause is null ? "" : $" ({Short(cause)})";

    // The client's messages go on with its inner figures.
    private static string Short(Exception cause) => cause.Message.Split(';', '\n')[0].TrimEnd('.');

    private LibraryException Failed(Exception? cause, string message) =>
        cause is RedisServerException && cause.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase)
            ? new LibraryException(LibraryFault.Unusable, Language.Say(
                $"{address.Shown} knows no vector sets: Redis 8 or later is needed. ({Short(cause)})", $"{address.Shown} não conhece vector sets: é preciso Redis 8 ou mais novo. ({Short(cause)})"), cause)
            : new LibraryException(LibraryFault.Unusable, message, cause);

    // What a server says that is gone, comes back or changes its part passes; anything else it would say again.
    private static bool IsLost(Task task) => task.IsFaulted && task.Exception.InnerException switch
    {
        RedisConnectionException or RedisTimeoutException or RedisCommandException or ObjectDisposedException => true,
        RedisServerException e => Array.Exists(Passing, word => e.Message.StartsWith(word, StringComparison.Ordinal)),
        _ => false,
    };

    private static readonly string[] Passing = ["CLUSTERDOWN", "LOADING", "TRYAGAIN", "MASTERDOWN", "READONLY", "MOVED", "ASK", "Endpoint"];

    private Task<T> Begin<T>(Func<IDatabase, int, Task<T>> ask, int i)
    {
        try
        {
            return ask(Database, i);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException or RedisCommandException)
        {
            return Task.FromException<T>(e);
        }
    }

    private static void Wait(Task[] tasks, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            Task.WaitAll(tasks, (int)Math.Max(time.TotalMilliseconds, 0), cancellationToken);
        }
        catch (AggregateException)
        {
            // Each task knows how it went.
        }
    }

    // Who is there and who holds what is learnt anew, at most once a second.
    private void Rediscover()
    {
        var now = Environment.TickCount64;
        var last = Interlocked.Read(ref _rediscovered);
        if (now - last < 1000 || Interlocked.CompareExchange(ref _rediscovered, now, last) != last) return;
        _ = Redis().ConfigureAsync().ContinueWith(task => task.Exception, TaskScheduler.Default);
    }

    private ConnectionMultiplexer Redis()
    {
        lock (_gate)
        {
            try
            {
                return _redis ??= Connect();
            }
            catch (RedisConnectionException e)
            {
                throw new LibraryException(LibraryFault.Unusable, Language.Say($"{address.Shown} cannot be reached: {e.Message}", $"{address.Shown} não pode ser alcançado: {e.Message}"), e);
            }
        }
    }

    private ConnectionMultiplexer Connect()
    {
        PoolThreads.Provide();
        return ConnectionMultiplexer.Connect(address.Connection);
    }
}
