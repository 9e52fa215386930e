using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>What is drawn into a folder.</summary>
public sealed record SceneFolderOptions
{
    /// <summary>How many scenes; of contrasts, how many pairs of each kind.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>The same seed draws the same scenes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A picture's edge in pixels, 64 to 2048.</summary>
    public int Size { get; init; } = 480;

    /// <summary>Which compositions.</summary>
    public ScenePart Part { get; init; }

    /// <summary>Whether a part of the scenes shows what the demonstration searches for, so that there is something to find.</summary>
    public bool Themes { get; init; }

    /// <summary>
    /// Whether every second scene differs from the one before in one thing alone (number, subject, colour, action, side, time or place): neighbours that
    /// a model must tell apart when they are in one batch (Yuksekgonul et al. 2022).
    /// </summary>
    public bool Variants { get; init; }

    /// <summary>How many further captions in each language leave something out, as people do when they search.</summary>
    public int Brief { get; init; }

    /// <summary>Whether pairs are drawn that differ in one fact alone, with the table <c>contrasts.tsv</c>.</summary>
    public bool Contrasts { get; init; }
}
