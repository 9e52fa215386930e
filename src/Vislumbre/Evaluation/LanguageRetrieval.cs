namespace Vislumbre.Evaluation;

/// <summary>Retrieval with the captions of one language, and the photos that have one in it.</summary>
/// <param name="Language">The language; null for captions whose table says none.</param>
/// <param name="Model">What the model reaches.</param>
/// <param name="Baseline">What the colour baseline reaches with the same photos and captions; null where it was not asked for.</param>
public sealed record LanguageRetrieval(string? Language, RetrievalReport Model, RetrievalReport? Baseline);
