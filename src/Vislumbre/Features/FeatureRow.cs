namespace Vislumbre.Features;

/// <summary>What is known of one row of a matrix besides its numbers.</summary>
/// <param name="Id">What its writer called it, never blank: a photo's id, key, path or address.</param>
public sealed record FeatureRow(string Id)
{
    /// <summary>The photo's file as its writer knew it, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The address the photo came from, or null.</summary>
    public string? Address { get; init; }

    /// <summary>What was written of the photo, or null.</summary>
    public string? Caption { get; init; }
}
