using Vislumbre.Catalog;

namespace Vislumbre.Indexing;

/// <summary>What became of a file before encoding.</summary>
internal enum Preparation
{
    /// <summary>Decoded: it waits for the encoder.</summary>
    Decoded,

    /// <summary>Only its time changed.</summary>
    Touched,

    /// <summary>The content of a photo whose file was gone: it has moved here.</summary>
    Moved,

    /// <summary>The content of another photo that has, or in this run will have, an embedding.</summary>
    Copied,

    /// <summary>It cannot be read.</summary>
    Failed,
}

/// <summary>A file on its way to the encoder or past it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Photo">Its row as it will be saved.</param>
/// <param name="Known">The photo that it is.</param>
/// <param name="Content">The photo whose content it has, with that content's embedding.</param>
/// <param name="Embedding">Its embedding, of one that is past the encoder.</param>
/// <param name="Look">What it says and how it looks, of a decoded one.</param>
internal sealed record PreparedPhoto(Preparation Outcome, PhotoRecord Photo, PhotoRecord? Known = null, KnownContent? Content = null, float[]? Embedding = null, PhotoLook? Look = null);
