using System.Numerics.Tensors;

namespace Vislumbre.Vectors;

/// <summary>Answers "nearest k" by comparing the query with every row, on all cores: exact, and fast enough up to some hundred thousand rows.</summary>
/// <param name="file">The rows; they stay the caller's to dispose.</param>
public sealed class ExactIndex(VectorFile file)
{
    // Rows widened at a time: the buffer stays in the second-level cache.
    private const int BlockRows = 64;

    // Below this many rows a part, starting a thread costs more than it saves.
    private const int PartRows = 4096;

    /// <summary>How many rows there are.</summary>
    public long Count => file.Count;

    /// <summary>Numbers a row.</summary>
    public int Dimension => file.Dimension;

    /// <summary>The k rows whose dot product with the query is largest, best first; all of them where there are fewer.</summary>
    /// <param name="query">The query, unit length, of the same dimension.</param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="among">The ids that may be found; all where null. As exact as without: k of them come where there are so many.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="ArgumentException">The dimension differs.</exception>
    public Neighbour[] Search(ReadOnlyMemory<float> query, int k, IdSet? among = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (query.Length != file.Dimension)
            throw new ArgumentException($"The query has {query.Length} numbers; rows have {file.Dimension}.", nameof(query));
        if (file.Count == 0 || among?.Count == 0) return [];

        k = (int)Math.Min(k, file.Count);
        var parts = (int)Math.Clamp(file.Count / PartRows, 1, Environment.ProcessorCount);
        var best = new NearestHeap[parts];
        Parallel.For(0, parts, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            best[part] = new NearestHeap(k);
            Scan(query.Span, file.Count * part / parts, file.Count * (part + 1) / parts, among, best[part], cancellationToken);
        });
        for (var part = 1; part < parts; part++) best[0].Merge(best[part]);
        return best[0].ToArray();
    }

    private void Scan(ReadOnlySpan<float> query, long from, long to, IdSet? among, NearestHeap best, CancellationToken cancellationToken)
    {
        var wide = new float[BlockRows * file.Dimension];
        for (var first = from; first < to; first += BlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = (int)Math.Min(BlockRows, to - first);
            if (among is not null && !Any(among, first, rows)) continue;
            TensorPrimitives.ConvertToSingle(file.Rows(first, rows), wide);
            for (var row = 0; row < rows; row++)
            {
                var id = file.Id(first + row);
                if (among is null || among.Contains(id)) best.Offer(id, TensorPrimitives.Dot(query, wide.AsSpan(row * file.Dimension, file.Dimension)));
            }
        }
    }

    private bool Any(IdSet among, long first, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (among.Contains(file.Id(first + row))) return true;
        }

        return false;
    }
}
