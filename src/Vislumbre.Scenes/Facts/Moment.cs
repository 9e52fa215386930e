namespace Vislumbre.Scenes.Facts;

/// <summary>A scene's time or weather.</summary>
public enum Moment
{
    /// <summary>A clear day; what captions mean when they say nothing.</summary>
    Day,

    /// <summary>Sunset.</summary>
    Dusk,

    /// <summary>A night with a moon.</summary>
    Night,

    /// <summary>A rainy day.</summary>
    Rain,

    /// <summary>A foggy day.</summary>
    Fog,

    /// <summary>Snow is falling.</summary>
    Snowfall,

    /// <summary>A moonless night full of stars.</summary>
    Stars,
}
