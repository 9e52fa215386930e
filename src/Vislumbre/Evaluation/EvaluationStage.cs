namespace Vislumbre.Evaluation;

/// <summary>What an evaluation is doing.</summary>
public enum EvaluationStage
{
    /// <summary>Photos are hashed, to see which are held out.</summary>
    Splitting,

    /// <summary>Photos are decoded and encoded.</summary>
    Photos,

    /// <summary>Captions are encoded.</summary>
    Captions,

    /// <summary>The baseline's photos are decoded.</summary>
    Baseline,

    /// <summary>Queries are searched for.</summary>
    Queries,
}
