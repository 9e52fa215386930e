namespace Vislumbre.Vectors;

/// <summary>An index file does not hold what was written: it is to be made again from where its rows came from.</summary>
/// <param name="path">The file.</param>
public sealed class IndexDamageException(string path) : VislumbreException(Language.Say(
    $"{path} is damaged: what it holds is not what was written.", $"{path} está danificado: o que contém não é o que foi gravado."))
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
