using System.Diagnostics;
using Spectre.Console;
using Vislumbre.Indexing;

namespace Vislumbre.Cli;

/// <summary>Shows how far long work is: a bar on a terminal, a plain line every few seconds elsewhere.</summary>
/// <param name="before">What the bar says until the first report.</param>
/// <param name="lines">Where plain lines go.</param>
/// <param name="staged">Whether several stages follow each other: a full bar is not yet the end, and no line is written for it.</param>
internal sealed class ProgressDisplay<TNow>(string before, TextWriter lines, bool staged, Func<TNow, (int Done, int Total, string Words)> look)
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and shows how far it is.</summary>
    public Task<T> RunAsync<T>(Func<IProgress<TNow>, Task<T>> work, bool quiet)
    {
        if (quiet) return work(new Telling<TNow>(_ => { }));
        return Terminal.IsSeen ? WithBarAsync(work) : WithLinesAsync(work);
    }

    private Task<T> WithLinesAsync<T>(Func<IProgress<TNow>, Task<T>> work)
    {
        var sinceLine = Stopwatch.StartNew();
        return work(new Telling<TNow>(now =>
        {
            var (done, total, words) = look(now);
            if (sinceLine.Elapsed < LineEvery && (staged || done < total)) return;
            sinceLine.Restart();
            lines.WriteLine(words);
        }));
    }

    private Task<T> WithBarAsync<T>(Func<IProgress<TNow>, Task<T>> work) => AnsiConsole.Progress().AutoClear(true).HideCompleted(!staged)
        .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(async context =>
        {
            var bar = context.AddTask(before);
            return await work(new Telling<TNow>(now =>
            {
                var (done, total, words) = look(now);
                (bar.MaxValue, bar.Value, bar.Description) = (staged ? Math.Max(total, 1) : total, done, words);
            }));
        });
}
