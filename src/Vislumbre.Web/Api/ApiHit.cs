using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>A hit as the API gives it.</summary>
/// <param name="Rank">1 for the best.</param>
/// <param name="Score">The cosine similarity, in [−1, 1]; 0 where no meaning was asked.</param>
/// <param name="Strength">How far it stands above its own background, in deviations; null where that is not known.</param>
/// <param name="Likely">Whether it probably shows what was asked; null where that is not known.</param>
/// <param name="Alike">Photos that it stands for, itself included.</param>
/// <param name="Date">When it was taken, where hits come by date.</param>
/// <param name="MeaningRank">Its place by meaning.</param>
/// <param name="WordsRank">Its place by words.</param>
/// <param name="Photo">The photo.</param>
internal sealed record ApiHit(int Rank, float Score, float? Strength, bool? Likely, int Alike, DateTimeOffset? Date, int? MeaningRank, int? WordsRank, ApiPhoto Photo)
{
    /// <summary>Makes one.</summary>
    public static ApiHit Of(SearchHit hit, WebOptions options) =>
        new(hit.Rank, hit.Score, hit.Strength, hit.Strength is null ? null : hit.IsLikely, hit.Alike, hit.Date, hit.MeaningRank, hit.WordsRank, ApiPhoto.Of(hit.Photo, hit.Details, options));
}
