namespace Vislumbre.Scenes.Painting;

/// <summary>Where one thing of a scene stands.</summary>
/// <param name="Subject">What.</param>
/// <param name="Colour">Its colour's key.</param>
/// <param name="Action">What it does.</param>
/// <param name="X">Its foot, in thousandths of the picture's edge.</param>
/// <param name="Y">Its foot, downwards.</param>
/// <param name="Scale">Units of its drawing in thousandths.</param>
/// <param name="Airborne">Whether it has no ground below.</param>
/// <param name="Afloat">Whether it is in water.</param>
internal sealed record Placement(string Subject, string? Colour, string? Action, float X, float Y, float Scale, bool Airborne, bool Afloat);
