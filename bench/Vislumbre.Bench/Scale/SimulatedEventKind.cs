namespace Vislumbre.Bench.Scale;

/// <summary>What happens in the simulation.</summary>
internal enum SimulatedEventKind
{
    /// <summary>A query comes.</summary>
    Come,

    /// <summary>Its words are encoded, and the shards are asked.</summary>
    Ask,

    /// <summary>A request reaches a machine.</summary>
    Reach,

    /// <summary>The processors that all share may have done something.</summary>
    Share,

    /// <summary>A machine has done one.</summary>
    Finish,

    /// <summary>A shard's answer is back.</summary>
    Answer,

    /// <summary>A shard's answer should have been back.</summary>
    Late,

    /// <summary>A query has waited enough.</summary>
    Deadline,

    /// <summary>A machine is lost.</summary>
    Lose,

    /// <summary>It is known.</summary>
    Detect,
}
