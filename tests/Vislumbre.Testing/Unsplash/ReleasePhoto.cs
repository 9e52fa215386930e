namespace Vislumbre.Testing.Unsplash;

/// <summary>A photo of a generated release, as its tables have it.</summary>
/// <param name="Index">Its place in the table, bad rows not counted.</param>
/// <param name="Id">photo_id.</param>
/// <param name="Path">The path on the server, with a slash before it.</param>
/// <param name="SceneIndex">Which scene it shows.</param>
/// <param name="Description">ai_description: a caption of the scene; rarely empty.</param>
/// <param name="OwnDescription">photo_description, unquoted: often empty, sometimes odd.</param>
/// <param name="Photographer">photographer_username.</param>
/// <param name="Country">photo_location_country, or empty.</param>
/// <param name="Width">photo_width.</param>
/// <param name="Height">photo_height.</param>
/// <param name="Keywords">Its keywords.</param>
public sealed record ReleasePhoto(
    int Index, string Id, string Path, int SceneIndex, string Description, string OwnDescription, string Photographer, string Country, int Width, int Height, IReadOnlyList<string> Keywords);
