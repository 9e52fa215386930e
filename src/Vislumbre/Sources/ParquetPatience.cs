namespace Vislumbre.Sources;

/// <summary>
/// Reads from a Parquet file, but not for ever: Parquet.Net goes in circles in some files with damaged bytes. What goes in circles is left to
/// itself until the program ends.
/// </summary>
internal static class ParquetPatience
{
    // Ten times what the slowest disk takes.
    private const double SecondsAMegabyte = 1;

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(20);

    /// <summary>Does the work.</summary>
    /// <param name="path">The file; the larger, the longer.</param>
    /// <param name="work">What reads.</param>
    /// <param name="atLeast">How long a small file may take.</param>
    /// <exception cref="InvalidDataException">It takes longer than any sound file would.</exception>
    public static T Within<T>(string path, Func<T> work, TimeSpan? atLeast = null)
    {
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var limit = (atLeast ?? AtLeast) + TimeSpan.FromSeconds(SecondsAMegabyte * new FileInfo(path).Length / (1 << 20));
        if (Task.WhenAny(task, Task.Delay(limit)).GetAwaiter().GetResult() == task) return task.GetAwaiter().GetResult();
        throw new InvalidDataException(Language.Say("reading it does not end: it is damaged.", "a leitura não termina: está danificado."));
    }
}
