using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>One answer.</summary>
/// <param name="Rank">1 for the nearest.</param>
/// <param name="Score">The cosine similarity to the query, in [−1, 1]; 0 where no meaning was asked, or it is not among the first by meaning.</param>
/// <param name="Photo">The photo.</param>
/// <param name="Details">What a source says of it; null where none does.</param>
public sealed record SearchHit(int Rank, float Score, PhotoRecord Photo, PhotoDetails? Details = null)
{
    /// <summary>Its rank by meaning; null where it was not among the first by meaning, or only words were asked.</summary>
    public int? MeaningRank { get; init; }

    /// <summary>Its rank by words; null where it was not among the first by words, or only meaning was asked.</summary>
    public int? WordsRank { get; init; }

    /// <summary>Photos that are nearly the same, itself among them, for all of which it stands; 1 where there are no others.</summary>
    public int Alike { get; init; } = 1;

    /// <summary>When it was taken, else submitted, else changed, of hits in the order of dates; the camera's own clock as if it were UTC.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How far the words that are searched for stand above what ordinary sentences reach with this photo, in deviations (<see cref="Background"/>); null where a picture is searched for, or the library has no background yet.</summary>
    public float? Strength { get; init; }

    /// <summary>Whether it probably shows what is searched for: its strength reaches <see cref="SearchResult.CutOff"/>.</summary>
    public bool IsLikely => Strength >= SearchResult.CutOff;
}
