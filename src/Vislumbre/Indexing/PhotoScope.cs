using Vislumbre.Catalog;
using Vislumbre.Vectors;

namespace Vislumbre.Indexing;

/// <summary>The photos that a search may give: numbers that are known, or those that meet a condition, which the catalog is asked for when they are needed.</summary>
public sealed class PhotoScope
{
    private readonly Lazy<IdSet> _ids;
    private readonly Func<IReadOnlyCollection<long>, IEnumerable<long>>? _meeting;

    /// <summary>Makes one of known photos.</summary>
    public PhotoScope(IdSet ids) => _ids = new(ids);

    /// <summary>Makes one of the photos that meet a condition.</summary>
    /// <param name="catalog">Where they are.</param>
    /// <param name="condition">What they meet.</param>
    /// <param name="upTo">The number of the last photo that may be given; null for no bound.</param>
    public PhotoScope(PhotoCatalog catalog, PhotoFilter condition, long? upTo = null)
    {
        Condition = condition;
        _ids = new(() => new IdSet([.. catalog.Match(condition).Where(IsThere)]));
        _meeting = some => catalog.Match(condition, [.. some.Where(IsThere)]);
        bool IsThere(long id) => upTo is null || id <= upTo;
    }

    /// <summary>The condition that they meet; null where their numbers were given. An engine that can tell by itself who meets it need not ask for all numbers.</summary>
    public PhotoFilter? Condition { get; }

    /// <summary>Whether their numbers are known by now.</summary>
    public bool IsKnown => Condition is null || _ids.IsValueCreated;

    /// <summary>Their numbers.</summary>
    public IdSet Ids => _ids.Value;

    /// <summary>Those of some photos that are in it; the catalog is asked of those alone where not all are known.</summary>
    public IReadOnlySet<long> Among(IReadOnlyCollection<long> photos) => (_meeting is null || IsKnown ? photos.Where(Ids.Contains) : _meeting(photos)).ToHashSet();
}
