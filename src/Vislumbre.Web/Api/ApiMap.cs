namespace Vislumbre.Web.Api;

/// <summary>How the map of the library stands.</summary>
/// <param name="Version">Which one is shown; null before the first.</param>
/// <param name="Progress">What share of the next one is done, 0..1; null where none is being made.</param>
/// <param name="Trouble">Why the last one could not be made; null where it could.</param>
/// <param name="DeepestZoom">How far in one can go: tiles are at /map/tiles/{zoom}/{x}/{y}, 2^zoom along each edge.</param>
internal sealed record ApiMap(string? Version, double? Progress, string? Trouble, int DeepestZoom);
