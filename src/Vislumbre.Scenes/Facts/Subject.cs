namespace Vislumbre.Scenes.Facts;

/// <summary>A kind of thing that scenes show, and which facts can be true of it.</summary>
/// <param name="Key">Its name in facts.</param>
/// <param name="Size">Its longer edge, as a share of the largest subject's.</param>
/// <param name="Most">The most of it in one scene.</param>
/// <param name="Colours">Its colours' keys; empty where captions say none.</param>
/// <param name="Actions">What it can do; empty where it only is there.</param>
/// <param name="Places">Where it can be.</param>
internal sealed record Subject(string Key, float Size, int Most, string[] Colours, string[] Actions, Place[] Places)
{
    /// <summary>What it is in, for what it does where it is.</summary>
    public Medium MediumFor(string? action, Place place) =>
        action == "flying" || Key is "airplane" or "balloon" or "butterfly" or "kite" ? Medium.Air
        : place == Place.Sea || action is "swimming" or "jumping" && Key is "fish" or "duck" ? Medium.Water
        : Medium.Ground;
}
