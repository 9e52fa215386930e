namespace Vislumbre.Catalog;

/// <summary>A condition on photos, as a tree.</summary>
public abstract record PhotoFilter
{
    private PhotoFilter()
    {
    }

    /// <summary>Whether photos that failed may meet it: only one that asks for them.</summary>
    public bool AsksForFailed => this switch
    {
        All all => all.Parts.Any(part => part.AsksForFailed),
        Any any => any.Parts.Any(part => part.AsksForFailed),
        None { Part: None twice } => twice.Part.AsksForFailed,
        Text { Field: PhotoField.Is } text => TextPattern.Fold(text.Pattern) == "failed",
        _ => false,
    };

    /// <summary>Whether some part of it asks for a text of a photo.</summary>
    public bool Asks(PhotoField field) => this switch
    {
        All all => all.Parts.Any(part => part.Asks(field)),
        Any any => any.Parts.Any(part => part.Asks(field)),
        None not => not.Part.Asks(field),
        Text text => text.Field == field,
        _ => false,
    };

    /// <summary>All of several conditions.</summary>
    /// <param name="Parts">Two or more.</param>
    public sealed record All(IReadOnlyList<PhotoFilter> Parts) : PhotoFilter;

    /// <summary>At least one of several conditions.</summary>
    /// <param name="Parts">Two or more.</param>
    public sealed record Any(IReadOnlyList<PhotoFilter> Parts) : PhotoFilter;

    /// <summary>A condition that does not hold; it does not hold either where nothing is known of what it asks.</summary>
    /// <param name="Part">The condition.</param>
    public sealed record None(PhotoFilter Part) : PhotoFilter;

    /// <summary>A text field fits a pattern; see <see cref="TextPattern"/>.</summary>
    /// <param name="Field">Which.</param>
    /// <param name="Pattern">What it should be.</param>
    public sealed record Text(PhotoField Field, string Pattern) : PhotoFilter;

    /// <summary>One of the main colours is near a colour.</summary>
    /// <param name="Written">How a person wrote it.</param>
    /// <param name="Name">What sources may call it; null for none.</param>
    /// <param name="L">The colour's lightness in OKLab, 0 to 1.</param>
    /// <param name="A">Green to red.</param>
    /// <param name="B">Blue to yellow.</param>
    public sealed record Colour(string Written, string? Name, double L, double A, double B) : PhotoFilter;

    /// <summary>It was taken near a place.</summary>
    /// <param name="Written">How a person wrote it.</param>
    /// <param name="Latitude">Degrees north.</param>
    /// <param name="Longitude">Degrees east.</param>
    /// <param name="Kilometres">How far at most.</param>
    public sealed record Near(string Written, double Latitude, double Longitude, double Kilometres) : PhotoFilter;

    /// <summary>A number, or a moment in milliseconds since 1970, lies between two.</summary>
    /// <param name="Field">Which.</param>
    /// <param name="Low">The least; null for no bound.</param>
    /// <param name="High">The most; null for no bound.</param>
    public sealed record Range(PhotoField Field, double? Low, double? High) : PhotoFilter
    {
        /// <summary>Whether the least itself is left out.</summary>
        public bool LowIsOut { get; init; }

        /// <summary>Whether the most itself is left out.</summary>
        public bool HighIsOut { get; init; }

        /// <summary>How a person wrote it.</summary>
        public string Written { get; init; } = "";
    }
}
