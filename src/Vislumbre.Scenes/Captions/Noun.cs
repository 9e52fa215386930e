namespace Vislumbre.Scenes.Captions;

/// <summary>A word for a subject.</summary>
/// <param name="One">The singular.</param>
/// <param name="Many">The plural.</param>
/// <param name="Feminine">Its gender, where the language has one.</param>
internal readonly record struct Noun(string One, string Many, bool Feminine = false);
