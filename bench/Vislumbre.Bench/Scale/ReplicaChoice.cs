namespace Vislumbre.Bench.Scale;

/// <summary>Which replica of a shard a query asks.</summary>
internal enum ReplicaChoice
{
    /// <summary>Any that is thought alive.</summary>
    Random,

    /// <summary>The one that owes the fewest answers; of several, any.</summary>
    Least,
}
