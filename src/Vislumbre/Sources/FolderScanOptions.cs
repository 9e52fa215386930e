namespace Vislumbre.Sources;

/// <summary>What a scan goes into.</summary>
public sealed record FolderScanOptions
{
    /// <summary>Whether folders inside folders are read.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>Whether links to folders are followed; off, since they can lead in circles.</summary>
    public bool FollowFolderLinks { get; init; }
}
