namespace Vislumbre.Catalog;

/// <summary>Where a photo lies on the map.</summary>
/// <param name="Photo">The photo's number.</param>
/// <param name="X">From left to right, 0..1.</param>
/// <param name="Y">From top to bottom, 0..1.</param>
public readonly record struct MapPlace(long Photo, float X, float Y);
