namespace Vislumbre.Scenes.Facts;

/// <summary>What a subject is on or in.</summary>
internal enum Medium
{
    Ground,
    Air,
    Water,
}
