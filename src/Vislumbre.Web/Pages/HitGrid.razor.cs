using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Searching;
using static Vislumbre.Language;

namespace Vislumbre.Web.Pages;

/// <summary>Hits in rows of equal height.</summary>
public sealed partial class HitGrid
{
    private const int LongestAlternative = 150;
    private readonly HashSet<string> _headings = [];

    /// <summary>The hits, in order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SearchHit> Hits { get; set; } = [];

    /// <summary>What was asked.</summary>
    [Parameter, EditorRequired]
    public SearchAddress Address { get; set; } = null!;

    /// <summary>Each photo's largest main colour, shown until the picture comes.</summary>
    [Parameter]
    public IReadOnlyDictionary<long, MainColour> Colours { get; set; } = new Dictionary<long, MainColour>();

    /// <summary>Whether hits can be marked as what was meant or not.</summary>
    [Parameter]
    public bool CanJudge { get; set; }

    /// <summary>Whether the next page begins with what is less likely.</summary>
    [Parameter]
    public bool EndsLikely { get; set; }

    /// <summary>Whether it stands below what is looked at first.</summary>
    [Parameter]
    public bool IsBelow { get; set; }

    /// <summary>Whether whoever looks may see where files lie.</summary>
    [Parameter]
    public bool IsLocal { get; set; }

    // Rows have one height where each photo takes width by its shape: classes, since the content policy lets no styles into elements.
    internal static string Shape(PhotoRecord photo) =>
        photo is { Width: > 0 and var width, Height: > 0 and var height } ? $"a{Math.Clamp((int)Math.Round(10.0 * width / height), 5, 30)}" : "a15";

    private static string ScoreWords(SearchHit hit) => hit.Strength is { } strength
        ? Say($"Cosine similarity; strength {strength:0.0}, likely from {SearchResult.CutOff:0}", $"Similaridade de cosseno; força {strength:0.0}, provável a partir de {SearchResult.CutOff:0}")
        : Say("Cosine similarity", "Similaridade de cosseno");

    private static string Short(string text)
    {
        var line = text.Split('\n')[0];
        return line.Length <= LongestAlternative ? line : line[..LongestAlternative] + "…";
    }

    private string PageOf(SearchHit hit) => $"{Address.First.At($"/photo/{hit.Photo.Id}")}{(Address.First.ToString().Length == 0 ? "?" : "&")}at={hit.Rank}";

    private string? HeadingOf(SearchHit hit)
    {
        if (hit.Date is not { } date || Address.Sort != SearchOrder.Date) return null;
        var month = date.ToString("MMMM yyyy", CultureInfo.CurrentCulture);
        return _headings.Add(month) ? month : null;
    }

    // The hit after the last likely one, or the first of all. On a later page the one before is that page's concern (EndsLikely).
    private bool IsFirstUnlikely(SearchHit hit)
    {
        if (Address.Sort == SearchOrder.Date || hit.Strength is null || hit.IsLikely) return false;
        var at = hit.Rank - Hits[0].Rank;
        return (at == 0 ? hit.Rank == 1 : Hits[at - 1].IsLikely) && !Hits.Skip(at).Any(later => later.IsLikely);
    }

    private string Judged(long photo, bool isMeant)
    {
        List<long> more = [.. Address.More.Where(one => one != photo)], less = [.. Address.Less.Where(one => one != photo)];
        if (isMeant && more.Count == Address.More.Count) more.Add(photo);
        if (!isMeant) less.Add(photo);
        return (Address with { More = more, Less = less }).First.At("/");
    }
}
