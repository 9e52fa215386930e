namespace Vislumbre.Catalog;

/// <summary>What of that which is said of a photo has a word.</summary>
public enum MatchedPlace
{
    /// <summary>The description, a person's or a machine's.</summary>
    Description,

    /// <summary>The keywords.</summary>
    Keywords,

    /// <summary>Location, city, country or landmark.</summary>
    Place,

    /// <summary>The photographer's name.</summary>
    Photographer,

    /// <summary>The file's name, or that of a folder it lies in.</summary>
    Name,
}
