using System.Diagnostics;
using Spectre.Console;
using Vislumbre.Evaluation;

namespace Vislumbre.Cli;

/// <summary>Shows how far an evaluation is: a bar on a terminal; elsewhere lines on the error stream, since the figures go to the other.</summary>
internal static class EvaluationProgressDisplay
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and shows how far it is.</summary>
    public static async Task<T> RunAsync<T>(Func<IProgress<EvaluationProgress>, Task<T>> work, bool quiet)
    {
        if (quiet) return await work(new Immediate(_ => { }));
        if (!Terminal.IsSeen)
        {
            var sinceLine = Stopwatch.StartNew();
            return await work(new Immediate(now =>
            {
                if (sinceLine.Elapsed < LineEvery) return;
                sinceLine.Restart();
                Console.Error.WriteLine(Words(now));
            }));
        }

        return await AnsiConsole.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Language.Say("preparing", "preparando"));
                return await work(new Immediate(now =>
                {
                    bar.MaxValue = Math.Max(now.Total, 1);
                    bar.Value = now.Done;
                    bar.Description = Words(now);
                }));
            });
    }

    private static string Words(EvaluationProgress now)
    {
        var what = now.Stage switch
        {
            EvaluationStage.Splitting => Language.Say("photos split", "fotos repartidas"),
            EvaluationStage.Photos => Language.Say("photos", "fotos"),
            EvaluationStage.Captions => Language.Say("captions", "legendas"),
            _ => Language.Say("photos of the baseline", "fotos da linha de base"),
        };
        var failed = now.Failed > 0 ? Language.Say($", {now.Failed} failed", $", {now.Failed} com falha") : "";
        return $"{now.Done:N0}/{now.Total:N0} {what}, {now.Rate:0.0}/s{failed}";
    }

    // As in indexing: a bar must not move after the figures.
    private sealed class Immediate(Action<EvaluationProgress> show) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => show(value);
    }
}
