using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Vectors;

namespace Vislumbre.Mapping;

/// <summary>Makes the map of a library: photos that show alike things lie near each other.</summary>
/// <param name="library">The library.</param>
public sealed class MapMaker(PhotoLibrary library)
{
    // More are laid out by where their nearest of these lie.
    private const int MostLandmarks = 30_000;
    private const int Neighbours = 15, Near = 3, Together = 64;

    /// <summary>Whether the map is of the photos as they are now.</summary>
    public bool IsCurrent => library.Catalog.Map.Made == library.Catalog.Embeddings.Generation;

    /// <summary>Makes the map and keeps it in the catalog.</summary>
    /// <param name="progress">Told what share is done, 0..1.</param>
    /// <param name="cancellationToken">Stops it: the map that was there stays.</param>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public void Make(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var generation = library.Catalog.Embeddings.Generation;
        var ids = new List<long>();
        library.Catalog.Embeddings.Read((id, _) => ids.Add(id));
        var step = (ids.Count + MostLandmarks - 1) / MostLandmarks;
        List<long> landmarks = [.. ids.Where((_, at) => at % Math.Max(1, step) == 0)];
        if (landmarks.Count == 0)
        {
            library.Catalog.Map.Save([], generation);
            return;
        }

        var vectors = Read(landmarks);
        var among = step > 1 ? new IdSet(landmarks) : null;
        var numbers = landmarks.Select((id, at) => (id, at)).ToDictionary(pair => pair.id, pair => pair.at);
        var nearest = Nearest(vectors, Neighbours + 1, among, share => progress?.Report(0.4 * share), cancellationToken);
        var neighbours = nearest.Select((row, at) => row.Where(one => one.Id != landmarks[at] && numbers.ContainsKey(one.Id)).Take(Neighbours)
            .Select(one => (numbers[one.Id], Math.Max(0, 1 - one.Score))).ToArray()).ToList();
        var (x, y) = PlaneOfMostSpread.Project(vectors);
        var rounds = landmarks.Count > 10_000 ? 200 : 400;
        (x, y) = new NeighbourLayout(neighbours, x, y).Run(rounds, round => progress?.Report(0.4 + 0.4 * round / rounds), cancellationToken);
        Fit(x, y);
        var places = landmarks.Select((id, at) => new MapPlace(id, x[at], y[at])).ToList();
        if (step > 1) places.AddRange(Between([.. ids.Where(id => !numbers.ContainsKey(id))], id => places[numbers[id]], among!, share => progress?.Report(0.8 + 0.2 * share), cancellationToken));
        library.Catalog.Map.Save(places, generation);
        progress?.Report(1);
    }

    private List<float[]> Read(List<long> wanted)
    {
        var vectors = new List<float[]>(wanted.Count);
        foreach (var some in wanted.Chunk(5000))
        {
            var found = library.Catalog.Embeddings.Find(some);
            // One that is gone meanwhile lies anywhere, and is not saved.
            vectors.AddRange(some.Select(id => found.GetValueOrDefault(id) ?? new float[found.Values.First().Length]));
        }

        return vectors;
    }

    private List<Neighbour[]> Nearest(List<float[]> vectors, int count, IdSet? among, Action<double> tell, CancellationToken cancellationToken)
    {
        var result = new List<Neighbour[]>(vectors.Count);
        foreach (var some in vectors.Chunk(Together))
        {
            ReadOnlyMemory<float>[] queries = Array.ConvertAll(some, vector => (ReadOnlyMemory<float>)vector);
            result.AddRange(library.Nearest.SearchMany(queries, count, among is null ? null : new PhotoScope(among), cancellationToken));
            tell(result.Count / (double)vectors.Count);
        }

        return result;
    }

    // Where the nearest landmarks lie, the nearer the more, and a little beside: photos that are alike do not lie on one point.
    private IEnumerable<MapPlace> Between(List<long> ids, Func<long, MapPlace> place, IdSet among, Action<double> tell, CancellationToken cancellationToken)
    {
        var (random, done) = (new Random(2), 0);
        foreach (var some in ids.Chunk(5000))
        {
            var vectors = Read([.. some]);
            var nearest = Nearest(vectors, Near, among, _ => { }, cancellationToken);
            for (var i = 0; i < some.Length; i++)
            {
                if (nearest[i].Length == 0) continue;
                var (x, y, sum) = (0f, 0f, 0f);
                foreach (var one in nearest[i])
                {
                    var weight = 1 / (1e-3f + Math.Max(0, 1 - one.Score));
                    var at = place(one.Id);
                    (x, y, sum) = (x + weight * at.X, y + weight * at.Y, sum + weight);
                }

                float Beside(float value) => Math.Clamp(value / sum + 0.004f * (random.NextSingle() - 0.5f), 0, 1);
                yield return new MapPlace(some[i], Beside(x), Beside(y));
            }

            tell((done += some.Length) / (double)ids.Count);
        }
    }

    // Into the unit square with a margin, by the same scale both ways. A few that lie far out do not make the rest small.
    private static void Fit(float[] x, float[] y)
    {
        var (left, right) = Ends(x);
        var (top, bottom) = Ends(y);
        var scale = 0.92f / Math.Max(1e-6f, Math.Max(right - left, bottom - top));
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Math.Clamp(0.5f + (x[i] - (left + right) / 2) * scale, 0.001f, 0.999f);
            y[i] = Math.Clamp(0.5f + (y[i] - (top + bottom) / 2) * scale, 0.001f, 0.999f);
        }
    }

    private static (float Low, float High) Ends(float[] values)
    {
        var sorted = values.Order().ToArray();
        var apart = sorted.Length / 500;
        return (sorted[apart], sorted[^(apart + 1)]);
    }
}
