namespace Vislumbre.Vectors;

/// <summary>Keeps the k best rows seen: higher scores first, among equals the lower id.</summary>
internal sealed class NearestHeap(int capacity)
{
    private static readonly Comparer<(float Score, long Id)> WorstFirst =
        Comparer<(float Score, long Id)>.Create((a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Id.CompareTo(a.Id));

    private readonly PriorityQueue<long, (float, long)> _queue = new(WorstFirst);

    /// <summary>The least score that is kept, once there are k; below every number before.</summary>
    public float Worst { get; private set; } = float.NegativeInfinity;

    /// <summary>Takes a row if it is among the best so far.</summary>
    public void Offer(long id, float score)
    {
        if (_queue.Count == capacity)
        {
            if (score < Worst) return;
            _queue.EnqueueDequeue(id, (score, id));
        }
        else
        {
            _queue.Enqueue(id, (score, id));
        }

        if (_queue.Count == capacity && _queue.TryPeek(out _, out var worst)) Worst = worst.Item1;
    }

    /// <summary>Takes all rows of another.</summary>
    public void Merge(NearestHeap other)
    {
        foreach (var (id, (score, _)) in other._queue.UnorderedItems) Offer(id, score);
    }

    /// <summary>The rows, best first.</summary>
    public Neighbour[] ToArray() =>
        [.. _queue.UnorderedItems.Select(item => new Neighbour(item.Element, item.Priority.Item1)).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id)];
}
