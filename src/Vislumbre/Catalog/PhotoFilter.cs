namespace Vislumbre.Catalog;

/// <summary>A condition on photos, as a tree.</summary>
public abstract record PhotoFilter
{
    private PhotoFilter()
    {
    }

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
