using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Engines.Redis;

/// <summary>
/// Nearest photos by Redis' vector sets: vectors are spread over keys, which a cluster spreads over servers; all are asked at once, and the
/// best of what they give is weighed anew by the catalog's own embeddings, so that scores are the cosines that every engine gives. Garnet,
/// whose vector sets are a preview, answers the same calls; that is a preview here too.
/// </summary>
/// <remarks>
/// Where few photos meet a condition, they are weighed from the catalog alone; where many do, more and more are asked for until enough meet
/// it; where that does not end, all are weighed. In a large library the catalog takes long to say who meets it: where the servers' own filters
/// can say it too, they look for those who do, and the catalog judges what they find. No answer comes short, and none leaves out a shard that
/// did not answer unless the address allows it. The index follows the catalog before each search. While it is made again, memory holds two.
/// </remarks>
public sealed class RedisNearest : INearestPhotos, IDisposable
{
    // One search asks for no more candidates than so many, unless that many are wanted.
    private const long WidestSearch = 20_000;

    // So many candidates a key weighs at least. Garnet's graph, of the same width, needs more for the same recall (docs/engines.md).
    private const int LeastExploration = 200, LeastExplorationOfGarnet = 800;

    // And so many for each that it is asked for; more where a condition is met by some, since those lie farther away, where graphs miss more.
    private const int Breadth = 4, FartherBreadth = 8;

    // A key that looks for photos by a filter gathers so many that meet it, and goes through no more than twice as many as that should take.
    private const int FilteredExploration = 64, Effort = 2;

    // So many photos tell how many meet a condition, if so many of them do.
    private const int Sampled = 512, Telling = 8;

    // What a server needs to pass a photo that it tests (docs/decisions/engines.md): all together may take such a part of a search's deadline.
    private const double PassingMicroseconds = 9, PartOfDeadline = 0.25;

    // Servers may change under a search: then it is begun again.
    private const int Attempts = 5;

    private readonly RedisAddress _address;
    private readonly PhotoCatalog _catalog;
    private readonly RedisConnection _connection;
    private readonly RedisIndex _index;

    private RedisNearest(RedisAddress address, PhotoCatalog catalog)
    {
        (_address, _catalog) = (address, catalog);
        _connection = new RedisConnection(address);
        _index = new RedisIndex(address, _connection, catalog);
    }

    /// <summary>Prepares to search a catalog's photos by Redis. Nothing is asked yet.</summary>
    /// <param name="address">See <see cref="RedisAddress"/>.</param>
    /// <param name="catalog">What it follows.</param>
    /// <exception cref="LibraryException">The address is none.</exception>
    public static RedisNearest Open(string address, PhotoCatalog catalog) => new(RedisAddress.Parse(address), catalog);

    /// <summary>Takes a sentence when the index is made again though there was one, and why.</summary>
    public Action<string>? Notice
    {
        get => _index.Notice;
        set => _index.Notice = value;
    }

    /// <summary>So few photos are weighed sooner than found.</summary>
    internal int ExactBelow { get; set; } = 10_000;

    /// <summary>Of so many photos the catalog says whether they meet a condition while a server passes one, and some more for good measure (docs/decisions/engines.md).</summary>
    internal double PassingCost { get; set; } = 40;

    /// <summary>What the servers are: redis or garnet.</summary>
    public string Engine => _connection.IsGarnet ? "garnet" : "redis";

    /// <inheritdoc/>
    /// <exception cref="LibraryException">Servers did not answer in time.</exception>
    public (Neighbour[] Found, long Rows) Search(ReadOnlyMemory<float> embedding, int count, PhotoScope? among = null, CancellationToken cancellationToken = default)
    {
        var stand = _index.Current(cancellationToken);
        return stand is null ? ([], 0) : (Search(embedding, count, among, stand, cancellationToken), stand.Rows);
    }

    /// <inheritdoc/>
    /// <exception cref="LibraryException">Servers did not answer in time.</exception>
    public IReadOnlyList<Neighbour[]> SearchMany(IReadOnlyList<ReadOnlyMemory<float>> embeddings, int count, PhotoScope? among = null, CancellationToken cancellationToken = default)
    {
        var found = new Neighbour[embeddings.Count][];
        if (_index.Current(cancellationToken) is not { } stand)
        {
            Array.Fill(found, []);
            return found;
        }

        // One after another where one fails: the first failure is what is said.
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount) };
        try
        {
            Parallel.For(0, found.Length, options, at => found[at] = Search(embeddings[at], count, among, stand, cancellationToken));
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<LibraryException>().FirstOrDefault() is { } first)
        {
            throw new LibraryException(first.Fault, first.Message, first);
        }

        return found;
    }

    /// <inheritdoc/>
    public long Count(int dimension, CancellationToken cancellationToken = default) => _index.Current(cancellationToken)?.Rows ?? 0;

    /// <inheritdoc/>
    /// <remarks>Catches up with the catalog and removes what a process left behind; <paramref name="always"/> makes the index again.</remarks>
    public bool Tidy(int dimension, bool always = false, CancellationToken cancellationToken = default) =>
        always ? _index.Rebuild(null, cancellationToken) : _index.Tidy(cancellationToken);

    /// <summary>Spreads the index over another number of keys. It is made beside the old one, which is searched until then.</summary>
    /// <param name="shards">Over how many.</param>
    /// <param name="cancellationToken">Stops it; what there was stays.</param>
    /// <exception cref="LibraryException">It cannot be written.</exception>
    public void Reshard(int shards, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        _index.Rebuild(shards, cancellationToken);
    }

    /// <summary>Over how many keys the index is spread now; 0 where there is none yet.</summary>
    public int ShardCount(CancellationToken cancellationToken = default) => _index.Current(cancellationToken)?.Layout.Shards ?? 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _connection.Dispose();
    }

    private Neighbour[] Search(ReadOnlyMemory<float> embedding, int count, PhotoScope? among, RedisStand stand, CancellationToken cancellationToken)
    {
        if (count < 1 || stand.Rows == 0) return [];
        // Twice what is wanted is weighed anew.
        var candidates = 2L * count;
        if (NarrowingOf(among, candidates, stand) is { } narrowing)
        {
            // Where fewer are found there may be nearer ones among those that nobody looked at.
            var nearest = Ask(embedding, candidates, Breadth, narrowing, ref stand, cancellationToken);
            if (nearest.Length >= candidates && Judged(nearest, out var isEnough) is var found && isEnough) return found;
        }

        var ids = among?.Ids;
        if (ids is { Count: 0 }) return [];
        // Of what only some meet, as much more is asked for.
        var share = ids is null ? 1 : Math.Min(1, (double)ids.Count / (ids.Prefix is null ? stand.Rows : Math.Max(_catalog.LastId, 1)));
        var wanted = (long)Math.Ceiling(candidates / share);
        // Those that meet a condition are weighed all where that is no more than would be asked for.
        if (ids is not null && ids.Count <= Math.Max(ExactBelow, Math.Min(wanted, WidestSearch))) return Weigh(embedding.Span, count, [.. ids.Between(0, long.MaxValue)]);
        for (var first = true; wanted < stand.Rows && (first || wanted <= WidestSearch); first = false, wanted *= 4)
        {
            var found = Judged(Ask(embedding, wanted, ids is null ? Breadth : FartherBreadth, null, ref stand, cancellationToken), out var isEnough);
            if (isEnough) return found;
        }

        return WeighAll(embedding, count, ids, cancellationToken);

        Neighbour[] Judged(IReadOnlyCollection<long> nearest, out bool isEnough)
        {
            var there = among?.Among(nearest);
            var found = Weigh(embedding.Span, count, [.. nearest.Where(id => there is null || there.Contains(id)).Take((int)Math.Min(candidates, int.MaxValue))]);
            isEnough = found.Length == count || (_address.AllowsPartial && found.Length > 0);
            return found;
        }
    }

    // What the servers can look for by themselves, where that takes them less than it takes the catalog to say who of all photos it is. Garnet has
    // no attributes. That the keys may lie on several servers is not counted on.
    private Narrowing? NarrowingOf(PhotoScope? among, long candidates, RedisStand stand)
    {
        if (among is not { IsKnown: false } || _connection.IsGarnet || RedisAttributes.Filter(among.Condition) is not { } filter) return null;
        var gathered = Math.Max(Part(candidates, stand.Layout.Shards), _address.Exploration ?? FilteredExploration);
        var most = Math.Min(stand.Rows / PassingCost, PartOfDeadline * _address.Deadline.TotalMicroseconds / PassingMicroseconds);
        // Not even if all photos met it.
        if (stand.Layout.Shards * (double)gathered > most) return null;
        var (random, last) = (new Random(Sampled), _catalog.LastId);
        var some = Enumerable.Range(0, Sampled).Select(_ => random.NextInt64(last) + 1).ToHashSet();
        var meet = among.Among(some).Count;
        var share = (double)meet / some.Count;
        return meet >= Telling && stand.Layout.Shards * gathered / share <= most ? new Narrowing(filter, gathered, (int)(Effort * gathered / share)) : null;
    }

    // A shard holds its part of the nearest; by chance a few more.
    private static int Part(long wanted, int shards)
    {
        var part = (double)wanted / shards;
        return (int)Math.Min(wanted, Math.Ceiling(part + 6 * Math.Sqrt(part) + 8));
    }

    // What servers look for; how many each key gathers, and goes through at most.
    private sealed record Narrowing(string Filter, int Gathered, int Effort);

    // The nearest by all shards' approximate scores. Where the index does not stand as it was known to, it is brought up and asked again.
    private long[] Ask(ReadOnlyMemory<float> embedding, long wanted, int breadth, Narrowing? narrowing, ref RedisStand stand, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (keys, layout, isGarnet) = (stand.Keys, stand.Layout, _connection.IsGarnet);
            var each = Part(wanted, layout.Shards);
            var exploration = Math.Max(each, _address.Exploration ?? (int)Math.Max(isGarnet ? LeastExplorationOfGarnet : LeastExploration, Math.Min(breadth / 2 * wanted, (long)breadth * each)));
            var question = narrowing is null ? new RedisQuestion(embedding, each, exploration) : new RedisQuestion(embedding, each, narrowing.Gathered, narrowing.Filter, narrowing.Effort);
            var answers = _connection.GatherReads(
                layout.Shards,
                async (database, shard, flags) =>
                {
                    var mark = database.StringGetAsync(keys.Mark(layout.Epoch, shard), flags);
                    var found = await RedisVectors.Search(database, keys.Vectors(layout.Epoch, shard), question, isGarnet, flags).ConfigureAwait(false);
                    return (Mark: RedisKeys.Read(await mark.ConfigureAwait(false)), Found: found);
                },
                cancellationToken);
            var there = answers.Where(answer => answer.IsCompletedSuccessfully).Select(answer => answer.Result).ToArray();
            if (there.Length < answers.Length && (there.Length == 0 || !_address.AllowsPartial)) throw _connection.Silent(answers);

            // A mark that is missing or older than it was: the server lost what it had, or another process made the index again.
            var change = stand.Generation.Change;
            if (Array.TrueForAll(there, answer => answer.Mark is { } mark && (mark.Change >= change || _address.PrefersReplicas)))
                return [.. there.SelectMany(answer => answer.Found).OrderByDescending(one => one.Cosine).Take((int)Math.Min(wanted, int.MaxValue)).Select(one => one.Id)];
            _index.Doubt(stand);
            stand = (attempt < Attempts ? _index.Current(cancellationToken) : null) ?? throw new LibraryException(LibraryFault.Busy, Language.Say(
                $"The index in {_address.Shown} changes faster than it can be searched: try again.", $"O índice em {_address.Shown} muda mais depressa do que pode ser buscado: tente de novo."));
        }
    }

    // The best of some photos by the catalog's own embeddings; those that are found no more drop out.
    private Neighbour[] Weigh(ReadOnlySpan<float> embedding, int count, long[] ids)
    {
        var weighed = new List<Neighbour>(ids.Length);
        foreach (var (id, vector) in _catalog.Embeddings.Find(ids)) weighed.Add(new Neighbour(id, TensorPrimitives.Dot(embedding, vector)));
        weighed.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Id.CompareTo(b.Id));
        var found = new List<Neighbour>(Math.Min(count, weighed.Count));
        foreach (var some in weighed.Chunk(Math.Clamp(count, 16, 5000)))
        {
            var photos = _catalog.Find(Array.ConvertAll(some, one => one.Id));
            found.AddRange(some.Where(one => photos.TryGetValue(one.Id, out var photo) && photo.Status == PhotoStatus.Indexed));
            if (found.Count >= count) break;
        }

        return [.. found.Take(count)];
    }

    private Neighbour[] WeighAll(ReadOnlyMemory<float> embedding, int count, IdSet? among, CancellationToken cancellationToken)
    {
        var best = new NearestHeap(count);
        var row = new float[embedding.Length];
        _catalog.Embeddings.Read((id, vector) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (among is not null && !among.Contains(id)) return;
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(vector), row);
            best.Offer(id, TensorPrimitives.Dot(embedding.Span, row));
        });
        return best.ToArray();
    }
}
