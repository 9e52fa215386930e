namespace Vislumbre.Evaluation;

/// <summary>There is nothing to evaluate, or not in the way asked for; the message says what would be right.</summary>
public sealed class EvaluationException(string message) : VislumbreException(message)
{
    /// <summary>The baseline's photos are those that are evaluated, and none is held out.</summary>
    internal static EvaluationException BaselineLeaks() => new(Language.Say(
        "The baseline would learn from the photos that it is asked about: hold some out (--held-out 0.2).", "A linha de base aprenderia com as próprias fotos avaliadas: reserve algumas (--held-out 0.2)."));

    /// <summary>Not one photo of a folder could be read.</summary>
    internal static EvaluationException Unreadable(string folder, EvaluationFailure first) => new(Language.Say(
        $"No photo of {folder} could be read: {first.Reason}", $"Nenhuma foto de {folder} pôde ser lida: {first.Reason}"));
}
