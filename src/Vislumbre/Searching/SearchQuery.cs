using Vislumbre.Imaging;

namespace Vislumbre.Searching;

/// <summary>What is asked: words, a picture, or both.</summary>
public sealed record SearchQuery
{
    /// <summary>A sentence.</summary>
    public string? Text { get; init; }

    /// <summary>Words, photos and conditions as a person wrote them and <see cref="QueryExpression.Parse"/> understood them; with <see cref="Text"/>, both count.</summary>
    public QueryExpression? Expression { get; init; }

    /// <summary>What the words are compared with.</summary>
    public SearchMode Mode { get; init; }

    /// <summary>Whether words stand for the mean of several sentences around them, in the language that people are spoken to in (<see cref="Encoding.PromptTemplates"/>).</summary>
    public bool UsesTemplates { get; init; }

    /// <summary>The words that are searched for, each a phrase of its own, and what stands between quotes as one; without those that say nothing of a photo.</summary>
    internal IReadOnlyList<string> Phrases => StopWords.LeftOut([.. Split(Text ?? ""), .. (Expression?.Terms ?? []).Where(term => term.Weight > 0).SelectMany(term => term.IsQuoted ? [term.Text] : Split(term.Text))]);

    /// <summary>The words, and phrases, that are pushed away.</summary>
    internal IReadOnlyList<string> Unwanted => [.. (Expression?.Terms ?? []).Where(term => term.Weight < 0).Select(term => term.Text)];

    /// <summary>Whether pictures or photos are asked with.</summary>
    internal bool HasPictures => Picture is not null || PictureEmbedding is not null || LikePhoto is not null || Expression?.Likes.Count > 0 || MoreLike.Count + LessLike.Count > 0;

    /// <summary>A picture to be like.</summary>
    public PhotoSource? Picture { get; init; }

    /// <summary>The embedding of a picture that was encoded before, unit length.</summary>
    public IReadOnlyList<float>? PictureEmbedding { get; init; }

    /// <summary>A photo of the library to be like; it is not among the answers.</summary>
    public long? LikePhoto { get; init; }

    /// <summary>Photos among the answers that are what was meant: the query moves to their mean (Rocchio, in Salton's The SMART Retrieval System, 1971). They stay among the answers.</summary>
    public IReadOnlyList<long> MoreLike { get; init; } = [];

    /// <summary>Photos among the answers that are not what was meant: the query moves away from their mean, and they are no answers any more.</summary>
    public IReadOnlyList<long> LessLike { get; init; } = [];

    /// <summary>How many answers come where nothing is said.</summary>
    public const int DefaultCount = 9;

    /// <summary>How many answers, 1 to 1,000.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>In what order they come.</summary>
    public SearchOrder Order { get; init; }

    /// <summary>How many of the first answers to leave out: pages that were seen.</summary>
    public int Skip { get; init; }

    /// <summary>The highest number of a photo that is considered; pages are stable while the library grows where each next one is asked with the first's <see cref="SearchResult.UpTo"/>.</summary>
    public long? UpTo { get; init; }

    /// <summary>Whether photos that are nearly the same come as one (<see cref="SearchHit.Alike"/>).</summary>
    public bool FoldsAlike { get; init; } = true;

    /// <summary>Only hits that are likely (<see cref="SearchHit.IsLikely"/>), of the best <see cref="Count"/>.</summary>
    public bool OnlyLikely { get; init; }

    private static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
