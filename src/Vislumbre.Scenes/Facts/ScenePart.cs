namespace Vislumbre.Scenes.Facts;

/// <summary>Which compositions are drawn.</summary>
public enum ScenePart
{
    /// <summary>Any.</summary>
    All,

    /// <summary>Those that a model may learn from.</summary>
    Learning,

    /// <summary>Those that are kept from learning: what a model is evaluated on.</summary>
    HeldOut,
}
