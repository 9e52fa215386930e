namespace Vislumbre.Imaging;

/// <summary>What a picture's header says.</summary>
/// <param name="Format">Its kind.</param>
/// <param name="Width">Pixels across, upright (after the EXIF orientation).</param>
/// <param name="Height">Pixels down, upright.</param>
public sealed record PhotoFacts(PhotoFormat Format, int Width, int Height);
