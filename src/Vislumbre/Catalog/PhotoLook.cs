using Vislumbre.Imaging;

namespace Vislumbre.Catalog;

/// <summary>What a photo's own file says, and how it looks.</summary>
/// <param name="Metadata">What the file says.</param>
/// <param name="Colours">Its main colours, the largest first.</param>
/// <param name="PerceptualHash">64 bits that are nearly the same for pictures that look nearly the same.</param>
public sealed record PhotoLook(PhotoMetadata Metadata, IReadOnlyList<MainColour> Colours, ulong PerceptualHash);
