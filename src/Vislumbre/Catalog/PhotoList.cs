namespace Vislumbre.Catalog;

/// <summary>A list of photos that somebody keeps.</summary>
public sealed record PhotoList
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many photos are in it that are there.</summary>
    public long Photos { get; init; }

    /// <summary>The photo that was added first; null while it is empty.</summary>
    public long? Cover { get; init; }
}
