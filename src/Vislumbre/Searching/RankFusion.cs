namespace Vislumbre.Searching;

/// <summary>Joins two rankings by reciprocal ranks (Cormack, Clarke and Büttcher, SIGIR 2009).</summary>
internal static class RankFusion
{
    // The paper's constant: the first places count more than the next, but do not decide alone.
    private const int Damping = 60;

    /// <summary>The ids of both, best first, with the rank from 1 that each has in either.</summary>
    public static IEnumerable<(long Id, int? First, int? Second)> Join(IReadOnlyList<long> first, IReadOnlyList<long> second)
    {
        var (one, other) = (Ranks(first), Ranks(second));
        return one.Keys.Union(other.Keys)
            .Select(id => (Id: id, First: Rank(one, id), Second: Rank(other, id)))
            .OrderByDescending(hit => Share(hit.First) + Share(hit.Second)).ThenBy(hit => hit.First ?? int.MaxValue).ThenBy(hit => hit.Id);
    }

    private static Dictionary<long, int> Ranks(IReadOnlyList<long> ids) => ids.Select((id, at) => (id, at)).ToDictionary(pair => pair.id, pair => pair.at + 1);

    private static int? Rank(Dictionary<long, int> ranks, long id) => ranks.TryGetValue(id, out var rank) ? rank : null;

    private static double Share(int? rank) => rank is { } place ? 1.0 / (Damping + place) : 0;
}
