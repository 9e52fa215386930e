namespace Vislumbre.Web.Mapping;

/// <summary>A square of the map and the photo that stands for it.</summary>
/// <param name="Photo">The photo's number.</param>
/// <param name="Count">How many photos lie in it.</param>
internal readonly record struct MapCell(long Photo, int Count);
