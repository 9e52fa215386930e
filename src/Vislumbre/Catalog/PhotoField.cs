namespace Vislumbre.Catalog;

/// <summary>What a filter can ask of a photo.</summary>
public enum PhotoField
{
    /// <summary>landscape, portrait or square.</summary>
    Orientation,

    /// <summary>A main colour, by its name or as #rrggbb.</summary>
    Color,

    /// <summary>The photographer's name, whole or at the source.</summary>
    By,

    /// <summary>A keyword, whole.</summary>
    Keyword,

    /// <summary>The camera's maker and model.</summary>
    Camera,

    /// <summary>The sensitivity.</summary>
    Iso,

    /// <summary>The f-number.</summary>
    F,

    /// <summary>The focal length in millimetres.</summary>
    Focal,

    /// <summary>The lens.</summary>
    Lens,

    /// <summary>When it was taken.</summary>
    Taken,

    /// <summary>When it was submitted to its source.</summary>
    Submitted,

    /// <summary>The place, city, country or landmark.</summary>
    Location,

    /// <summary>Where it was taken: within some kilometres of a latitude and longitude.</summary>
    Near,

    /// <summary>The country.</summary>
    Country,

    /// <summary>The file's path, or the address.</summary>
    Path,

    /// <summary>The title of a collection that it is in.</summary>
    Collection,

    /// <summary>Pixels across; of the original, where its source says.</summary>
    Width,

    /// <summary>Pixels down; of the original, where its source says.</summary>
    Height,

    /// <summary>Who speaks of it: unsplash, list, captions, features.</summary>
    Source,

    /// <summary>featured, remote, described, new, failed or duplicate.</summary>
    Is,
}
