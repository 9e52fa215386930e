namespace Vislumbre.Bench.Scale;

/// <summary>A sharded search service and what is asked of it. Times are milliseconds where no unit is said.</summary>
internal sealed record ScaleOptions
{
    /// <summary>Parts of the rows; a query asks each.</summary>
    public int Shards { get; init; } = 3;

    /// <summary>Machines that hold the same part.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Queries that a machine works on at once; more wait, first come, first served.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>On how many processors all machines and the text tower run together; null where each machine has its own.</summary>
    public int? Cores { get; init; }

    /// <summary>Queries a second, Poisson.</summary>
    public double Rate { get; init; } = 30;

    /// <summary>Queries that count.</summary>
    public int Queries { get; init; } = 20_000;

    /// <summary>Which replica is asked.</summary>
    public ReplicaChoice Choice { get; init; } = ReplicaChoice.Least;

    /// <summary>A machine's work on a query.</summary>
    public ServiceTimes Service { get; init; } = ServiceTimes.LogNormal(ScaleFigures.ScanP50, ScaleFigures.ScanP99);

    /// <summary>The text tower before anything is asked.</summary>
    public double Encode { get; init; } = ScaleFigures.TextTower;

    /// <summary>There and back, mean: half of it always, half of it exponential.</summary>
    public double Network { get; init; } = ScaleFigures.Network;

    /// <summary>Merging the answer of one shard into the result.</summary>
    public double Merge { get; init; } = ScaleFigures.Merge;

    /// <summary>After so long a query is answered with what has come; 0 for never.</summary>
    public double Deadline { get; init; } = 1000;

    /// <summary>Whether a second replica is asked when the first takes longer than 95 of a hundred lately.</summary>
    public bool Hedge { get; init; } = true;

    /// <summary>When the first replica of the first shard is lost, in seconds from the first query that counts; null for never.</summary>
    public double? Lost { get; init; }

    /// <summary>Whether it is lost and known to be from the beginning.</summary>
    public bool Without { get; init; }

    /// <summary>How long after that it is still asked, in seconds.</summary>
    public double Detect { get; init; } = 5;

    /// <summary>The seed of everything by chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What all machines could answer at most, queries a second.</summary>
    public double Capacity => Cores is { } cores ? cores * 1000 / (Encode + Shards * Service.Mean) : Replicas * Slots * 1000 / Service.Mean;
}
