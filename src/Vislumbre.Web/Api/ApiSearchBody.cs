using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>A search as a body.</summary>
/// <param name="Q">Words, weights, photos and conditions in the query language.</param>
/// <param name="Image">The address of a picture to be like.</param>
/// <param name="Picture">The key of a picture that was sent before, or a picture itself in base 64 (at most 32 MB).</param>
/// <param name="Like">The number of a photo to be like.</param>
/// <param name="Mode">What words are compared with.</param>
/// <param name="Sort">In what order hits come.</param>
/// <param name="More">Photos that are what was meant: the search moves to them.</param>
/// <param name="Less">Photos that are not: it moves away, and they do not come.</param>
/// <param name="K">How many, 1 to 1,000; 9 where nothing is said.</param>
/// <param name="Skip">How many of the first to leave out.</param>
/// <param name="UpTo">What the first page gave.</param>
/// <param name="Likely">Whether only likely hits come.</param>
/// <param name="All">Whether near-duplicates come one by one.</param>
/// <param name="Templates">Whether words stand for several sentences around them.</param>
internal sealed record ApiSearchBody(
    string? Q = null, string? Image = null, string? Picture = null, long? Like = null, SearchMode Mode = SearchMode.Meaning, SearchOrder Sort = SearchOrder.Score,
    IReadOnlyList<long>? More = null, IReadOnlyList<long>? Less = null, int? K = null, int Skip = 0, long? UpTo = null, bool Likely = false, bool All = false, bool Templates = false)
{
    /// <summary>The same as an address.</summary>
    /// <exception cref="SearchException">Too many photos are marked.</exception>
    public SearchAddress ToAddress() => new()
    {
        Words = Q,
        Image = Image,
        Picture = Picture,
        Like = Like,
        More = Marked(More),
        Less = Marked(Less),
        Mode = Mode,
        Sort = Sort,
        Count = K,
        Skip = Skip,
        UpTo = UpTo,
        OnlyLikely = Likely,
        ShowsAll = All,
        UsesTemplates = Templates,
    };

    private static IReadOnlyList<long> Marked(IReadOnlyList<long>? photos) => photos is null ? [] : photos.Count <= SearchAddress.MostMarked ? photos : throw new SearchException(Language.Say(
        $"At most {SearchAddress.MostMarked} photos can be marked.", $"Pode-se marcar no máximo {SearchAddress.MostMarked} fotos."));
}
