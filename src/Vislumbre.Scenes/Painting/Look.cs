using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>How one subject of a scene looks.</summary>
/// <param name="Main">Its colour.</param>
/// <param name="Action">What it does; null where it only is there.</param>
/// <param name="Lit">Whether its lamps and windows are lit.</param>
internal sealed record Look(SKColor Main, string? Action, bool Lit);

/// <summary>Draws a subject that stands on (0, 0), about 100 units in its longer direction, facing right.</summary>
internal delegate void Artist(Brush brush, Look look);
