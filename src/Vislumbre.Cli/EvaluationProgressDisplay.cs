using Vislumbre.Evaluation;

namespace Vislumbre.Cli;

/// <summary>Shows how far an evaluation is: a bar on a terminal; elsewhere lines on the error stream, since the figures go to the other.</summary>
internal static class EvaluationProgressDisplay
{
    /// <summary>Runs the work and shows how far it is.</summary>
    public static Task<T> RunAsync<T>(Func<IProgress<EvaluationProgress>, Task<T>> work, bool quiet) =>
        new ProgressDisplay<EvaluationProgress>(Language.Say("preparing", "preparando"), Console.Error, staged: true, now => (now.Done, now.Total, Words(now))).RunAsync(work, quiet);

    private static string Words(EvaluationProgress now)
    {
        var what = now.Stage switch
        {
            EvaluationStage.Splitting => Language.Say("photos split", "fotos repartidas"),
            EvaluationStage.Photos => Language.Say("photos", "fotos"),
            EvaluationStage.Captions => Language.Say("captions", "legendas"),
            EvaluationStage.Queries => Language.Say("queries", "buscas"),
            _ => Language.Say("photos of the baseline", "fotos da linha de base"),
        };
        var failed = now.Failed > 0 ? Language.Say($", {now.Failed} failed", $", {now.Failed} com falha") : "";
        return $"{now.Done:N0}/{now.Total:N0} {what}, {now.Rate:0.0}/s{failed}";
    }
}
