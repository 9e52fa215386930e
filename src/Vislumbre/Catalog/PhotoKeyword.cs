namespace Vislumbre.Catalog;

/// <summary>A keyword of a photo.</summary>
public sealed record PhotoKeyword
{
    /// <summary>The word, or words.</summary>
    public string Word { get; init; } = "";

    /// <summary>How sure one service is, 0 to 100.</summary>
    public double? Confidence1 { get; init; }

    /// <summary>How sure another service is, 0 to 100.</summary>
    public double? Confidence2 { get; init; }

    /// <summary>Whether a person said it.</summary>
    public bool? ByUser { get; init; }
}
