namespace Vislumbre.Bench.Scale;

/// <summary>One query under way.</summary>
/// <param name="arrived">When it came, in milliseconds.</param>
/// <param name="counts">Whether it is part of the result: those of the start are not.</param>
/// <param name="shards">How many are asked.</param>
internal sealed class SimulatedQuery(double arrived, bool counts, int shards)
{
    public double Arrived { get; } = arrived;

    public bool Counts { get; } = counts;

    /// <summary>The replica of each shard that was asked first; -1 where none was.</summary>
    public int[] First { get; } = new int[shards];

    /// <summary>The shards that have answered.</summary>
    public bool[] Answered { get; } = new bool[shards];

    /// <summary>Shards that may still answer.</summary>
    public int Open { get; set; } = shards;

    /// <summary>Shards whose every replica is known to be lost.</summary>
    public bool Lacks { get; set; }

    /// <summary>Whether its result is given.</summary>
    public bool Done { get; set; }
}
