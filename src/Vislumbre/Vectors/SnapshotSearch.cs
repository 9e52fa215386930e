using System.Buffers;

namespace Vislumbre.Vectors;

/// <summary>Answers queries over one snapshot, on several threads.</summary>
internal sealed unsafe class SnapshotSearch(IndexSnapshot snapshot, int k, IdSet? among, SearchTally? tally, int threads, CancellationToken cancellationToken)
{
    // Queries whose tables lie in the nearest cache together.
    private const int Together = 8;

    // Below this many rows a thread, starting one costs more than it saves.
    private const int RowsPerThread = 8192;

    // And below so many candidates.
    private const int CandidatesPerThread = 256;

    // Until k rows are known every row may be among the best: a few are looked at before the rest.
    private const int FirstRows = 128;

    // So few that comparing all their numbers takes no longer than making tables of the query.
    private const int FewRows = 512;

    // Comparing a row's numbers costs as much as scanning so many codes.
    private const int RowsPerCodes = 48;

    private readonly int _k = (int)Math.Min(k, snapshot.Count);

    /// <summary>The k nearest rows of each query.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="table">Makes a query's tables.</param>
    public Neighbour[][] Nearest(IReadOnlyList<ReadOnlyMemory<float>> queries, Func<ReadOnlyMemory<float>, ScanTable> table)
    {
        if (_k == 0 || among?.Count == 0) return [.. queries.Select(_ => Array.Empty<Neighbour>())];
        if (snapshot.Rows <= FewRows) return [.. queries.Select(Exactly)];
        if (among is not null && among.Count <= snapshot.Rows / RowsPerCodes) return [.. queries.Select(OfFew)];
        var found = new List<Neighbour[]>(queries.Count);
        foreach (var some in queries.Chunk(Together)) found.AddRange(Scan(some, [.. some.Select(table)]));
        return [.. found];
    }

    /// <summary>The k nearest rows by the stored numbers of every row.</summary>
    public Neighbour[] Exactly(ReadOnlyMemory<float> query)
    {
        if (_k == 0) return [];
        var threshold = new SharedThreshold();
        var lists = Work((list, run) =>
        {
            var block = snapshot.Blocks[run.Block];
            block.Check();
            for (var row = run.First; row < run.First + run.Rows; row++)
            {
                if (!block.IsRemoved(row) && among?.Contains(block.Ids[row]) != false) list[0].Rescore(block, row);
            }
        }, () => [new CandidateList(query.Span, _k, threshold, among)], perThread: RowsPerThread / 8);
        return Join(lists.Select(list => list[0]));
    }

    private IEnumerable<Neighbour[]> Scan(ReadOnlyMemory<float>[] queries, ScanTable[] tables)
    {
        var thresholds = Array.ConvertAll(queries, _ => new SharedThreshold());
        var lists = Work((list, run) =>
        {
            var block = snapshot.Blocks[run.Block];
            block.Check();
            foreach (var (one, table) in list.Zip(tables)) Scan(block, run, table, one);
        }, () => [.. queries.Select((query, i) => new CandidateList(query.Span, _k, thresholds[i], among))], RowsPerThread);
        Finish(lists);
        tally?.Add(snapshot.Rows * queries.Length, 0);
        return queries.Select((_, i) => Join(lists.Select(list => list[i])));
    }

    // The threads' candidates once more, now that all know the threshold; few of them are not worth a second thread.
    private void Finish(List<CandidateList[]> lists)
    {
        if (lists.Sum(list => list.Sum(one => one.Candidates)) < 2 * CandidatesPerThread)
        {
            foreach (var list in lists) Array.ForEach(list, one => one.Finish());
            return;
        }

        while (lists.Count < threads) lists.Add(Array.ConvertAll(lists[0], one => one.Half()));
        var next = -1;
        SharedWork.Run(lists.Count, () =>
        {
            for (var at = Interlocked.Increment(ref next); at < lists.Count; at = Interlocked.Increment(ref next)) Array.ForEach(lists[at], one => one.Finish());
        });
    }

    private static void Scan(RowBlock block, IndexSnapshot.Run run, ScanTable table, CandidateList list)
    {
        var found = ArrayPool<Contender>.Shared.Rent(IndexSnapshot.RunRows);
        for (var first = run.First; first < run.First + run.Rows;)
        {
            var rows = run.First + run.Rows - first;
            if (float.IsNegativeInfinity(list.Threshold)) rows = Math.Min(rows, FirstRows);
            var count = ScanKernels.Chosen.Scan(block.Codes + first / CodeLayout.GroupRows * block.Shape.GroupLength, rows, table, list.Threshold, found);
            if (count > 0) list.Take(block, first, found.AsSpan(0, count));
            first += rows;
        }

        ArrayPool<Contender>.Shared.Return(found);
    }

    // Very few may be found: their numbers are compared, and no codes.
    private Neighbour[] OfFew(ReadOnlyMemory<float> query)
    {
        var list = new CandidateList(query.Span, _k, new SharedThreshold(), among);
        foreach (var block in snapshot.Blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Check();
            foreach (var id in among!.Between(block.MinimumId, block.MaximumId))
            {
                if (block.Find(id) is >= 0 and var row) list.Rescore(block, row);
            }
        }

        return Join([list]);
    }

    // Threads take the next run when they are done with one, so that a slow one holds nobody up.
    private List<CandidateList[]> Work(Action<CandidateList[], IndexSnapshot.Run> scan, Func<CandidateList[]> begin, int perThread)
    {
        var lists = new List<CandidateList[]>();
        var next = -1;
        void Thread()
        {
            var list = begin();
            lock (lists) lists.Add(list);
            for (var run = Interlocked.Increment(ref next); run < snapshot.Runs.Count; run = Interlocked.Increment(ref next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                scan(list, snapshot.Runs[run]);
            }
        }

        SharedWork.Run((int)Math.Clamp(snapshot.Rows / perThread, 1, threads), Thread);
        return lists;
    }

    private Neighbour[] Join(IEnumerable<CandidateList> lists)
    {
        var all = new NearestHeap(_k);
        foreach (var list in lists)
        {
            all.Merge(list.Best);
            tally?.Add(0, list.Rescored);
        }

        GC.KeepAlive(snapshot); // it holds the memory that rows were read from
        return all.ToArray();
    }
}
