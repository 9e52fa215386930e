namespace Vislumbre.Vectors;

/// <summary>The rows of an index at one moment. Searches read one snapshot to the end, whatever is written meanwhile.</summary>
internal sealed class IndexSnapshot
{
    // Rows that are scanned at a stretch: some ten microseconds, between which a search can stop.
    private const int RunGroups = 64;

    public IndexSnapshot(IReadOnlyList<RowBlock> blocks, IndexState state)
    {
        (Blocks, State) = (blocks, state);
        Count = blocks.Sum(block => (long)block.Live);
        Rows = blocks.Sum(block => (long)block.Shape.Rows);
        Runs = [.. blocks.SelectMany((block, at) => Enumerable.Range(0, (CodeLayout.Groups(block.Shape.Rows) + RunGroups - 1) / RunGroups)
            .Select(run => new Run(at, run * RunGroups * CodeLayout.GroupRows, Math.Min(RunGroups * CodeLayout.GroupRows, block.Shape.Rows - run * RunGroups * CodeLayout.GroupRows))))];
    }

    /// <summary>The most rows of a run.</summary>
    public static int RunRows => RunGroups * CodeLayout.GroupRows;

    public IReadOnlyList<RowBlock> Blocks { get; }

    public IReadOnlyList<Run> Runs { get; }

    public IndexState State { get; }

    /// <summary>Rows that are there.</summary>
    public long Count { get; }

    /// <summary>Rows, those that were removed too.</summary>
    public long Rows { get; }

    /// <summary>Rows that are scanned at a stretch.</summary>
    /// <param name="Block">The block's place among the blocks.</param>
    /// <param name="First">The first row, the beginning of a group.</param>
    /// <param name="Rows">How many.</param>
    internal readonly record struct Run(int Block, int First, int Rows);
}
