using Vislumbre.Vectors;

namespace Vislumbre.Indexing;

/// <summary>Finds the nearest photos of a library by their embeddings: the embedded index, or an engine elsewhere. Scores are cosines. Thread-safe.</summary>
public interface INearestPhotos
{
    /// <summary>The nearest photos.</summary>
    /// <param name="embedding">Unit length.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="among">The photos that may be given; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The nearest first, and how many photos there are in all.</returns>
    (Neighbour[] Found, long Rows) Search(ReadOnlyMemory<float> embedding, int count, PhotoScope? among = null, CancellationToken cancellationToken = default);

    /// <summary>The nearest photos of several embeddings, at least one; they share what work can be shared.</summary>
    IReadOnlyList<Neighbour[]> SearchMany(IReadOnlyList<ReadOnlyMemory<float>> embeddings, int count, PhotoScope? among = null, CancellationToken cancellationToken = default);

    /// <summary>How many photos can be found; what is needed for that is made.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="cancellationToken">Stops it.</param>
    long Count(int dimension, CancellationToken cancellationToken = default);

    /// <summary>Puts in order what has grown in small pieces, where that is worth its time.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="always">Whether to do so in any case.</param>
    /// <param name="cancellationToken">Stops it; what there was stays.</param>
    /// <returns>Whether anything was done.</returns>
    bool Tidy(int dimension, bool always = false, CancellationToken cancellationToken = default);
}
