namespace Vislumbre.Catalog;

/// <summary>Who is to be named wherever a photo is shown, with the links that the source asks for.</summary>
/// <param name="Photographer">The photographer's name; null where it is not known.</param>
/// <param name="PhotographerAddress">The photographer's page.</param>
/// <param name="Source">The source's name.</param>
/// <param name="SourceAddress">The source's page.</param>
/// <param name="PhotoAddress">The photo's page.</param>
public sealed record Attribution(string? Photographer, string? PhotographerAddress, string Source, string SourceAddress, string? PhotoAddress)
{
    // Unsplash counts by these where its visitors come from.
    private const string Referral = "utm_source=vislumbre&utm_medium=referral";

    /// <summary>The attribution in words: "Photo by … on Unsplash".</summary>
    public string Sentence => Photographer is null
        ? Language.Say($"Photo on {Source}", $"Foto no {Source}")
        : Language.Say($"Photo by {Photographer} on {Source}", $"Foto de {Photographer} no {Source}");

    internal static Attribution OfUnsplash(PhotoDetails details) => new(
        details.Photographer,
        details.PhotographerUsername is { } user ? $"https://unsplash.com/@{Uri.EscapeDataString(user)}?{Referral}" : null,
        "Unsplash",
        $"https://unsplash.com/?{Referral}",
        $"https://unsplash.com/photos/{Uri.EscapeDataString(details.Key)}?{Referral}");
}
