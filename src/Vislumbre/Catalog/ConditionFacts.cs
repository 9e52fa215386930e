namespace Vislumbre.Catalog;

/// <summary>The numbers that conditions ask of a photo, as <see cref="PhotoFilter"/> means them; null where nothing is known.</summary>
public sealed record ConditionFacts
{
    /// <summary>The photo's number.</summary>
    public long Id { get; init; }

    /// <summary>Pixels across.</summary>
    public double? Width { get; init; }

    /// <summary>Pixels down.</summary>
    public double? Height { get; init; }

    /// <summary>When it was taken, in milliseconds since 1970 by the camera's clock.</summary>
    public double? Taken { get; init; }

    /// <summary>When it was submitted to its source, in milliseconds since 1970.</summary>
    public double? Submitted { get; init; }

    /// <summary>The sensitivity.</summary>
    public double? Iso { get; init; }

    /// <summary>The f-number.</summary>
    public double? Aperture { get; init; }

    /// <summary>The focal length in millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>Whether its source recommends it.</summary>
    public bool IsFeatured { get; init; }

    /// <summary>Whether it is known by an address, without a file.</summary>
    public bool IsRemote { get; init; }
}
