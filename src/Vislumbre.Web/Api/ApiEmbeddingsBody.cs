namespace Vislumbre.Web.Api;

/// <summary>What to make embeddings of.</summary>
/// <param name="Texts">Sentences, at most 256.</param>
internal sealed record ApiEmbeddingsBody(IReadOnlyList<string> Texts);
