namespace Vislumbre.Scenes.Facts;

/// <summary>The part of the picture in which a scene's subject stands.</summary>
public enum Side
{
    /// <summary>The left third.</summary>
    Left,

    /// <summary>The right third.</summary>
    Right,
}
