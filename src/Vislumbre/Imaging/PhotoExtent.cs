namespace Vislumbre.Imaging;

/// <summary>A rectangle of an upright photo, in shares of its width and height: all of it is (0, 0, 1, 1).</summary>
/// <param name="Left">From the left edge.</param>
/// <param name="Top">From the upper edge.</param>
/// <param name="Width">Across.</param>
/// <param name="Height">Down.</param>
public sealed record PhotoExtent(double Left, double Top, double Width, double Height);
