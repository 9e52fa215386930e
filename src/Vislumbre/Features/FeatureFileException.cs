namespace Vislumbre.Features;

/// <summary>A file or folder of features is absent, damaged, or of another kind; the message names it and says what would be right.</summary>
public sealed class FeatureFileException : VislumbreException
{
    /// <summary>Makes one with the sentence that a person will read.</summary>
    public FeatureFileException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }

    /// <summary>A sentence that begins with the file's name.</summary>
    internal static FeatureFileException Of(string path, string english, string portuguese) => new(Language.Say($"{path} {english}.", $"{path} {portuguese}."));

    /// <summary>What the system said when the file was asked for.</summary>
    internal static FeatureFileException Unreadable(string path, Exception cause) => cause is FileNotFoundException or DirectoryNotFoundException
        ? new(Language.Say($"There is no file {path}.", $"Não existe o arquivo {path}."), cause)
        : new(Language.Say($"{path} cannot be read: {cause.Message}", $"{path} não pode ser lido: {cause.Message}"), cause);
}
