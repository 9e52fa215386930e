namespace Vislumbre.Indexing;

/// <summary>Progress that is told at once, on the thread that reports: <see cref="Progress{T}"/> tells on another, later.</summary>
internal sealed class Telling<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
