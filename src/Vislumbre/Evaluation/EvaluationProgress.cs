namespace Vislumbre.Evaluation;

/// <summary>How far a stage of an evaluation is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Total">What it has to do.</param>
/// <param name="Done">Of that, what is done or has failed.</param>
/// <param name="Failed">Of that, what has failed.</param>
/// <param name="Elapsed">Since the stage began.</param>
public readonly record struct EvaluationProgress(EvaluationStage Stage, int Total, int Done, int Failed, TimeSpan Elapsed)
{
    /// <summary>So many a second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;
}
