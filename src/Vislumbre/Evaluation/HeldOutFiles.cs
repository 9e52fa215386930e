using System.Diagnostics;
using System.Security.Cryptography;

namespace Vislumbre.Evaluation;

/// <summary>Splits files by their content.</summary>
internal static class HeldOutFiles
{
    private static readonly string KeyOfNothing = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Gives the files on one side of a split.</summary>
    /// <param name="files">Full paths, each once.</param>
    /// <param name="share">The share held out.</param>
    /// <param name="held">True for those held out, false for the rest.</param>
    /// <param name="failed">Told of files that cannot be read; they are on neither side.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Asked between files.</param>
    public static HashSet<string> Choose(
        IReadOnlyList<string> files, double share, bool held, List<EvaluationFailure> failed, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        const int ReportEvery = 500;
        var clock = Stopwatch.StartNew();
        var sides = new bool?[files.Count];
        var reasons = new string?[files.Count];
        var done = 0;
        foreach (var part in Enumerable.Range(0, files.Count).Chunk(ReportEvery))
        {
            Parallel.ForEach(part, new ParallelOptions { CancellationToken = cancellationToken }, at =>
            {
                try
                {
                    // A pipe has no size either, and opening one could wait for ever.
                    sides[at] = HeldOut.Contains(new FileInfo(files[at]).Length == 0 ? KeyOfNothing : HeldOut.KeyOfFile(files[at]), share);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    reasons[at] = e.Message;
                }
            });
            done += part.Length;
            progress?.Report(new EvaluationProgress(EvaluationStage.Splitting, files.Count, done, 0, clock.Elapsed));
        }

        failed.AddRange(Enumerable.Range(0, files.Count).Where(at => reasons[at] is not null).Select(at => new EvaluationFailure(files[at], reasons[at]!)));
        return [.. Enumerable.Range(0, files.Count).Where(at => sides[at] == held).Select(at => files[at])];
    }
}
