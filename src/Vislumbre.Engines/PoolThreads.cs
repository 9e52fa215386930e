namespace Vislumbre.Engines;

/// <summary>
/// The threads of the pool. Searches wait on them for answers that come on them: where all wait, the pool makes another only now and then, and
/// deadlines pass.
/// </summary>
internal static class PoolThreads
{
    private const int Least = 128;

    /// <summary>Sees that there are enough for many searches at once.</summary>
    public static void Provide()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Least), ports);
    }
}
