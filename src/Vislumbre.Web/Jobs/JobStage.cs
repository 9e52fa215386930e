namespace Vislumbre.Web.Jobs;

/// <summary>How far a run of indexing is.</summary>
public enum JobStage
{
    /// <summary>It looks for what is new.</summary>
    Looking,

    /// <summary>It decodes and encodes photos.</summary>
    Encoding,

    /// <summary>All photos are in and found; small pictures are made.</summary>
    Pictures,

    /// <summary>The index, near-duplicates and strengths follow.</summary>
    Tidying,

    /// <summary>It has ended.</summary>
    Done,

    /// <summary>Somebody stopped it: what was encoded is in, the next run goes on.</summary>
    Stopped,

    /// <summary>It could not go on; the message says why.</summary>
    Failed,
}
