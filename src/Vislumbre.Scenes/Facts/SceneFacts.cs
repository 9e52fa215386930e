namespace Vislumbre.Scenes.Facts;

/// <summary>What a scene shows: what its painting is drawn from and its captions say.</summary>
/// <param name="Subject">The subject's key in <see cref="Subjects"/>.</param>
/// <param name="Count">How many of it, one to five.</param>
/// <param name="Colour">Its colour's key; null where it has the colour that such things have.</param>
/// <param name="Action">What it does; null where it only is there.</param>
/// <param name="Place">Where.</param>
/// <param name="When">The time or the weather.</param>
/// <param name="Relation">How it stands to the other; null where there is no other.</param>
/// <param name="Other">The other's key.</param>
/// <param name="OtherColour">The other's colour.</param>
/// <param name="Side">On which side a single subject stands; null where nothing is said of it.</param>
public sealed record SceneFacts(
    string Subject, int Count, string? Colour, string? Action, Place Place, Moment When, Relation? Relation = null, string? Other = null, string? OtherColour = null, Side? Side = null)
{
    /// <summary>Subject, count, place and time in one word: what the split into learned and held-out scenes goes by.</summary>
    public string Composition => FormattableString.Invariant($"{Subject}|{Count}|{Place}|{When}").ToLowerInvariant();

    /// <summary>Place and time in one word: scenes of one setting are told apart by what they show in it.</summary>
    public string Setting => FormattableString.Invariant($"{Place}|{When}").ToLowerInvariant();
}
