namespace Vislumbre.Scenes.Facts;

/// <summary>Where a scene is.</summary>
public enum Place
{
    /// <summary>A snowy country.</summary>
    Snow,

    /// <summary>Sand by the sea.</summary>
    Beach,

    /// <summary>Among trees.</summary>
    Forest,

    /// <summary>A square before high houses.</summary>
    City,

    /// <summary>Meadows and hills.</summary>
    Field,

    /// <summary>Open water.</summary>
    Sea,

    /// <summary>Dunes.</summary>
    Desert,

    /// <summary>Inside a house.</summary>
    Room,

    /// <summary>A road between houses.</summary>
    Street,
}
