using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Vislumbre.Searching;

namespace Vislumbre.Web;

/// <summary>A search as an address holds it: for the page, the API and links from elsewhere.</summary>
public sealed record SearchAddress
{
    internal const int MostMarked = 100;

    /// <summary>Words, weights, photos and conditions in the query language.</summary>
    public string? Words { get; init; }

    /// <summary>The address of a picture to be like.</summary>
    public string? Image { get; init; }

    /// <summary>The key of a picture that was sent before.</summary>
    public string? Picture { get; init; }

    /// <summary>The number of a photo of the library to be like.</summary>
    public long? Like { get; init; }

    /// <summary>What the words are compared with.</summary>
    public SearchMode Mode { get; init; }

    /// <summary>In what order hits come.</summary>
    public SearchOrder Sort { get; init; }

    /// <summary>How many hits; null for as many as the place that asks shows.</summary>
    public int? Count { get; init; }

    /// <summary>How many of the first were seen.</summary>
    public int Skip { get; init; }

    /// <summary>The highest number of a photo that the first page considered.</summary>
    public long? UpTo { get; init; }

    /// <summary>Whether only likely hits come.</summary>
    public bool OnlyLikely { get; init; }

    /// <summary>Whether near-duplicates come one by one.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Whether words stand for several sentences around them.</summary>
    public bool UsesTemplates { get; init; }

    /// <summary>Photos that are what was meant.</summary>
    public IReadOnlyList<long> More { get; init; } = [];

    /// <summary>Photos that are not what was meant.</summary>
    public IReadOnlyList<long> Less { get; init; } = [];

    /// <summary>Whether anything is asked.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Words) && string.IsNullOrWhiteSpace(Image) && Picture is null && Like is null && More.Count + Less.Count == 0;

    /// <summary>The same search from its beginning.</summary>
    public SearchAddress First => this with { Skip = 0, UpTo = null };

    /// <summary>Reads one from the query of an address, with or without its question mark.</summary>
    /// <exception cref="SearchException">A value makes no sense; it is named.</exception>
    public static SearchAddress Read(string query) => Read(new QueryCollection(QueryHelpers.ParseQuery(query)));

    /// <summary>Reads one. An address that names something that cannot be is refused.</summary>
    /// <exception cref="SearchException">A value makes no sense; it is named.</exception>
    public static SearchAddress Read(IQueryCollection query)
    {
        // Earlier pages had one box for both.
        var byAddress = query["by"] == "address";
        return new SearchAddress
        {
            Words = byAddress ? null : Text(query, "q"),
            Image = byAddress ? Text(query, "q") : Text(query, "image"),
            Picture = Text(query, "picture"),
            Like = Number(query, "like", 1, long.MaxValue),
            Mode = Choice<SearchMode>(query, "mode"),
            Sort = Choice<SearchOrder>(query, "sort"),
            Count = (int?)Number(query, "k", 1, PhotoSearcher.MaximumCount),
            Skip = (int)(Number(query, "skip", 0, PhotoSearcher.MaximumDepth) ?? 0),
            UpTo = Number(query, "upto", 0, long.MaxValue),
            OnlyLikely = Yes(query, "likely"),
            ShowsAll = Yes(query, "all"),
            UsesTemplates = Yes(query, "templates"),
            More = Numbers(query, "more"),
            Less = Numbers(query, "less"),
        };
    }

    /// <summary>The query of the address, with its question mark; empty where nothing is asked.</summary>
    public override string ToString()
    {
        (string Name, string? Value)[] parts =
        [
            ("q", Words), ("image", Image), ("picture", Picture), ("like", Like?.ToString(CultureInfo.InvariantCulture)), ("more", string.Join(',', More)), ("less", string.Join(',', Less)),
            ("mode", Mode == SearchMode.Meaning ? null : Mode.ToString().ToLowerInvariant()), ("sort", Sort == SearchOrder.Score ? null : Sort.ToString().ToLowerInvariant()),
            ("likely", OnlyLikely ? "1" : null), ("all", ShowsAll ? "1" : null), ("templates", UsesTemplates ? "1" : null), ("k", Count?.ToString(CultureInfo.InvariantCulture)),
            ("skip", Skip == 0 ? null : Skip.ToString(CultureInfo.InvariantCulture)), ("upto", UpTo?.ToString(CultureInfo.InvariantCulture)),
        ];
        var said = string.Join('&', parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return said.Length == 0 ? "" : "?" + said;
    }

    /// <summary>The address of the same search elsewhere: "/" is the page.</summary>
    public string At(string path) => path + ToString();

    /// <summary>The query without its pictures by address or key, which somebody must bring.</summary>
    /// <exception cref="QueryException">The words cannot be understood.</exception>
    public SearchQuery ToQuery(int count) => new()
    {
        Expression = string.IsNullOrWhiteSpace(Words) ? null : QueryExpression.Parse(Words),
        LikePhoto = Like,
        MoreLike = More,
        LessLike = Less,
        Mode = Mode,
        Order = Sort,
        Count = Count ?? count,
        Skip = Skip,
        UpTo = UpTo,
        OnlyLikely = OnlyLikely,
        FoldsAlike = !ShowsAll,
        UsesTemplates = UsesTemplates,
    };

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static bool Yes(IQueryCollection query, string name) => Text(query, name) is "1" or "true" or "on";

    private static long? Number(IQueryCollection query, string name, long low, long high)
    {
        if (Text(query, name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high) return number;
        throw new SearchException(Language.Say(
            $"{name}={text}: a whole number from {low:N0}{(high == long.MaxValue ? " on" : $" to {high:N0}")} is meant.", $"{name}={text}: espera-se um número inteiro {(high == long.MaxValue ? $"a partir de {low:N0}" : $"de {low:N0} a {high:N0}")}."));
    }

    private static List<long> Numbers(IQueryCollection query, string name)
    {
        if (Text(query, name) is not { } text) return [];
        var numbers = new List<long>();
        foreach (var part in text.Split(','))
        {
            if (long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && numbers.Count < MostMarked) numbers.Add(number);
            else throw new SearchException(Language.Say($"{name}={text}: at most {MostMarked} numbers of photos with commas between them are meant.", $"{name}={text}: esperam-se no máximo {MostMarked} números de fotos separados por vírgulas."));
        }

        return numbers;
    }

    private static T Choice<T>(IQueryCollection query, string name)
        where T : struct, Enum
    {
        if (Text(query, name) is not { } text) return default;
        if (Enum.GetNames<T>().Any(one => one.Equals(text, StringComparison.OrdinalIgnoreCase))) return Enum.Parse<T>(text, ignoreCase: true);
        var known = string.Join(", ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()));
        throw new SearchException(Language.Say($"{name}={text}: there are {known}.", $"{name}={text}: há {known}."));
    }
}
