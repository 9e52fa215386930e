namespace Vislumbre.Cli;

/// <summary>Tells at once, on the thread that reports. <see cref="Progress{T}"/> tells on another, later; a bar must not move after the summary.</summary>
internal sealed class ImmediateProgress<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
