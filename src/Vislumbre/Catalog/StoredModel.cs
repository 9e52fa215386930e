using Vislumbre.Models;

namespace Vislumbre.Catalog;

/// <summary>The model that a library was made with.</summary>
/// <param name="Identity">Whose embeddings it holds.</param>
/// <param name="Folder">Where the model was when it was last used.</param>
public sealed record StoredModel(ModelIdentity Identity, string Folder);
