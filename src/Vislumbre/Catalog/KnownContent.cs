namespace Vislumbre.Catalog;

/// <summary>A photo and the embedding that goes with its content, read together: the row may be another's a moment later.</summary>
/// <param name="Photo">The row.</param>
/// <param name="Vector">The embedding as stored.</param>
public sealed record KnownContent(PhotoRecord Photo, byte[] Vector);
