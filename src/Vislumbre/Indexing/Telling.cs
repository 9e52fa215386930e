namespace Vislumbre.Indexing;

/// <summary>Progress that is told at once, on the thread that reports: <see cref="Progress{T}"/> tells on another, later, in any order.</summary>
/// <param name="tell">Takes each report.</param>
public sealed class Telling<T>(Action<T> tell) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => tell(value);
}
