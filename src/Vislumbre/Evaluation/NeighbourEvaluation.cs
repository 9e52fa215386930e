using System.Diagnostics;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Compares an index with exact search, on its own rows.</summary>
/// <param name="index">The index.</param>
public sealed class NeighbourEvaluation(VectorIndex index)
{
    private static readonly int[] Depths = [1, 10, 100];

    // How many queries share a scan where none is timed by itself.
    private const int Together = 64;

    /// <summary>Searches for each query both ways, one after the other.</summary>
    /// <param name="queries">Queries by kind, unit length, and whether they are rows of the index: then the row itself, which is its own nearest, does not count.</param>
    /// <param name="progress">Told after each query.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IndexDamageException">The file is not what was written.</exception>
    public NeighbourReport Run(IReadOnlyList<(string Kind, IReadOnlyList<float[]> Rows, bool AreRows)> queries, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        index.Verify(cancellationToken);
        var (clock, done, total) = (Stopwatch.StartNew(), 0, queries.Sum(kind => kind.Rows.Count));
        var figures = queries.Where(kind => kind.Rows.Count > 0).Select(kind => Measure(kind.Kind, kind.Rows, kind.AreRows ? 1 : 0, () => progress?.Report(new EvaluationProgress(EvaluationStage.Queries, total, ++done, 0, clock.Elapsed)), cancellationToken)).ToList();
        return new NeighbourReport(
            index.Count, index.Dimension, ScanKernels.Chosen.Name, figures, index.ScannedBytesPerRow, index.StoredBytesPerRow, new FileInfo(index.Path).Length, index.Removed, index.Blocks);
    }

    private NeighbourFigures Measure(string kind, IReadOnlyList<float[]> queries, int own, Action tell, CancellationToken cancellationToken)
    {
        var (times, exactTimes, together, tally) = (new List<double>(), new List<double>(), 0.0, new SearchTally());
        // The first of each touches memory that the others find warm.
        index.Search(queries[0], 10, cancellationToken: cancellationToken);
        index.SearchExactly(queries[0], 10, cancellationToken: cancellationToken);
        var recalls = Array.ConvertAll(Depths, _ => 0.0);
        foreach (var some in queries.Chunk(Together))
        {
            ReadOnlyMemory<float>[] shared = [.. some.Select(query => (ReadOnlyMemory<float>)query)];
            together += Milliseconds(() => index.SearchMany(shared, 10, cancellationToken: cancellationToken));
            var found = Array.ConvertAll(Depths, k => index.SearchMany(shared, k + own, cancellationToken: cancellationToken));
            for (var i = 0; i < some.Length; i++)
            {
                var query = some[i];
                times.Add(Milliseconds(() => index.Search(query, 10, null, tally, cancellationToken)));
                exactTimes.Add(Milliseconds(() => index.SearchExactly(query, 10, cancellationToken: cancellationToken)));
                var truth = index.SearchExactly(query, Depths[^1] + own, cancellationToken: cancellationToken)[own..];
                for (var depth = 0; depth < Depths.Length; depth++) recalls[depth] += Recall(truth, found[depth][i][own..], Depths[depth]);
                tell();
            }
        }

        return new NeighbourFigures(
            kind, queries.Count, recalls[0] / queries.Count, recalls[1] / queries.Count, recalls[2] / queries.Count, Percentiles.Of(times), together / queries.Count, Percentiles.Of(exactTimes),
            tally.Rescored / (double)queries.Count, (tally.Scanned * index.ScannedBytesPerRow + tally.Rescored * (double)index.StoredBytesPerRow) / queries.Count);
    }

    // A row that ties with the last that counts is as good as it.
    private static double Recall(Neighbour[] truth, Neighbour[] found, int k)
    {
        k = Math.Min(k, truth.Length);
        return k == 0 ? 1 : found.Take(k).Count(one => one.Score >= truth[k - 1].Score) / (double)k;
    }

    private static double Milliseconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
