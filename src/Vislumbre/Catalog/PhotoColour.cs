namespace Vislumbre.Catalog;

/// <summary>A main colour of a photo.</summary>
public sealed record PhotoColour
{
    /// <summary>Red, green and blue as six hexadecimal digits.</summary>
    public string Hex { get; init; } = "";

    /// <summary>The nearest named colour.</summary>
    public string? Word { get; init; }

    /// <summary>How much of the photo it covers.</summary>
    public double? Coverage { get; init; }

    /// <summary>How much it stands out.</summary>
    public double? Score { get; init; }
}
