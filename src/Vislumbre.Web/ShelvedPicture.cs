namespace Vislumbre.Web;

/// <summary>A picture that somebody searches with.</summary>
/// <param name="Embedding">What it was encoded to.</param>
/// <param name="Thumbnail">A WebP file to show it by.</param>
internal sealed record ShelvedPicture(float[] Embedding, byte[] Thumbnail);
