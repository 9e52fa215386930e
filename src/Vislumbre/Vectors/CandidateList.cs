using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Vislumbre.Vectors;

/// <summary>
/// What one thread has found for one query. A row whose bound is above the k-th best score so far may be among the best: it is rescored
/// with its stored numbers at once where even its estimate is above, and waits otherwise, since by the end most have been left behind.
/// </summary>
internal sealed unsafe class CandidateList
{
    // So many wait at most before those that are left behind are dropped, and the rest rescored where they are too many still.
    private const int Patience = 1 << 15;

    // So many rows before it is needed a row is asked for.
    private const int Ahead = 3;

    // Times k: so many of those that wait are rescored before the rest.
    private const int LikelyFirst = 2;

    private readonly List<Waiting> _waiting = [];
    private readonly float[] _query;
    private readonly int _k;
    private readonly SharedThreshold _threshold;
    private readonly IdSet? _among;

    public CandidateList(ReadOnlySpan<float> query, int k, SharedThreshold threshold, IdSet? among)
    {
        (_query, _k, _threshold, _among) = (ScanKernels.Chosen.Prepare(query), k, threshold, among);
        Best = new NearestHeap(k);
    }

    private CandidateList(CandidateList other)
    {
        (_query, _k, _threshold, _among) = (other._query, other._k, other._threshold, other._among);
        Best = new NearestHeap(_k);
    }

    /// <summary>The best that were rescored.</summary>
    public NearestHeap Best { get; }

    /// <summary>Rows rescored.</summary>
    public long Rescored { get; private set; }

    /// <summary>Rows that wait.</summary>
    public int Candidates => _waiting.Count;

    /// <summary>The score that a row has to exceed.</summary>
    public float Threshold => Math.Max(Best.Worst, _threshold.Value);

    /// <summary>Takes what a scan has found.</summary>
    /// <param name="block">Where.</param>
    /// <param name="first">The row that contenders count from.</param>
    /// <param name="found">The rows whose bound is above the threshold; overwritten.</param>
    public void Take(RowBlock block, int first, Span<Contender> found)
    {
        var count = 0;
        foreach (var one in found)
        {
            var row = first + one.Row;
            if (!block.IsRemoved(row) && _among?.Contains(block.Ids[row]) != false) found[count++] = one;
        }

        found = found[..count];
        // The likely ones first, so that the threshold rises at once.
        if (float.IsNegativeInfinity(Threshold)) found.Sort((a, b) => b.Estimate.CompareTo(a.Estimate));
        foreach (var one in found)
        {
            var least = Threshold;
            if (one.Bound <= least) continue;
            if (one.Estimate > least) Rescore(block, first + one.Row);
            else _waiting.Add(new Waiting(one.Estimate, one.Bound, block, first + one.Row));
        }

        if (_waiting.Count < Patience) return;
        DropLeftBehind();
        if (_waiting.Count > Patience / 2) Finish();
    }

    /// <summary>Compares a row's stored numbers.</summary>
    public void Rescore(RowBlock block, int row)
    {
        Rescored++;
        Best.Offer(block.Ids[row], ScanKernels.Chosen.Dot(_query, block.Row(row)));
        _threshold.Raise(Best.Worst);
    }

    /// <summary>Rescores what waits as long as it may be among the best: the most likely few first, so that the threshold rises, then the rest as it lies in memory.</summary>
    public void Finish()
    {
        DropLeftBehind();
        if (_waiting.Count > LikelyFirst * _k) FinishLikely(LikelyFirst * _k);
        var waiting = CollectionsMarshal.AsSpan(_waiting);
        for (var i = 0; i < waiting.Length; i++)
        {
            if (i + Ahead < waiting.Length && waiting[i + Ahead].Bound > Threshold) Prefetch(waiting[i + Ahead]);
            if (waiting[i].Bound > Threshold) Rescore(waiting[i].Block, waiting[i].Row);
        }

        _waiting.Clear();
    }

    private void FinishLikely(int count)
    {
        var likely = new PriorityQueue<int, float>(count + 1);
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (likely.Count < count) likely.Enqueue(i, _waiting[i].Estimate);
            else if (likely.TryPeek(out _, out var least) && _waiting[i].Estimate > least) likely.EnqueueDequeue(i, _waiting[i].Estimate);
        }

        foreach (var (at, _) in likely.UnorderedItems)
        {
            if (_waiting[at].Bound > Threshold) Rescore(_waiting[at].Block, _waiting[at].Row);
            _waiting[at] = _waiting[at] with { Bound = float.NegativeInfinity };
        }
    }

    /// <summary>Gives half of the rows that wait to another thread.</summary>
    public CandidateList Half()
    {
        var other = new CandidateList(this);
        DropLeftBehind();
        for (var i = _waiting.Count - 1; i >= 0; i -= 2)
        {
            other._waiting.Add(_waiting[i]);
            _waiting[i] = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
        }

        return other;
    }

    private void DropLeftBehind()
    {
        var least = Threshold;
        _waiting.RemoveAll(one => one.Bound <= least);
    }

    // Rows lie anywhere in memory: the processor is told of them before they are needed.
    private static void Prefetch(Waiting one)
    {
        if (!Sse.IsSupported) return;
        var row = (byte*)one.Block.Row(one.Row);
        for (var at = 0; at < 2 * one.Block.Shape.Dimension; at += 64) Sse.Prefetch0(row + at);
        Sse.Prefetch0(one.Block.Ids + one.Row);
    }

    private readonly record struct Waiting(float Estimate, float Bound, RowBlock Block, int Row);
}
