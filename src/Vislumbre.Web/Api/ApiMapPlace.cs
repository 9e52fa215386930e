namespace Vislumbre.Web.Api;

/// <summary>Where a photo lies on the map of the library.</summary>
/// <param name="Photo">The photo's number.</param>
/// <param name="X">From left to right, 0..1.</param>
/// <param name="Y">From top to bottom, 0..1.</param>
/// <param name="Count">How many photos it stands for there.</param>
internal sealed record ApiMapPlace(long Photo, float X, float Y, int Count = 1);
