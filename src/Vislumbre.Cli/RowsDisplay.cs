namespace Vislumbre.Cli;

/// <summary>Shows how many of a known number of rows are gone through.</summary>
internal static class RowsDisplay
{
    public static Task<T> RunAsync<T>(long total, Func<IProgress<long>, Task<T>> work, bool quiet) =>
        new ProgressDisplay<long>(Language.Say("reading", "lendo"), Console.Out, staged: true, rows => ((int)Math.Min(rows, int.MaxValue), (int)Math.Min(total, int.MaxValue), Language.Say($"{rows:N0}/{total:N0} rows", $"{rows:N0}/{total:N0} linhas")))
            .RunAsync(work, quiet);
}
