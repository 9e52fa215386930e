using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Searching;
using static Vislumbre.Language;

namespace Vislumbre.Web.Pages;

/// <summary>A photo: large, what is known of it, where in it something is seen, what is like it; within a search also the ones before and after.</summary>
public sealed partial class PhotoPage
{
    private const int SimilarCount = 12;

    // What is not it is darkened: that can be seen on a photo of any colour.
    private const double Dim = 0.75;

    private PhotoRecord? _photo;
    private PhotoDetails? _details;
    private PhotoLook? _look;
    private SearchAddress _address = new();
    private Explanation? _why;
    private IReadOnlyList<SearchHit> _similar = [];
    private IReadOnlyList<PhotoList> _lists = [];
    private IReadOnlyDictionary<long, MainColour> _colours = new Dictionary<long, MainColour>();
    private List<(string Name, string Value)> _kept = [];
    private string _name = "", _alternative = "", _back = "/", _here = "/";
    private string? _description, _previous, _next, _sources, _problem;
    private int _alike = 1;

    /// <summary>The photo's number.</summary>
    [Parameter]
    public long Id { get; set; }

    /// <summary>What to show in it.</summary>
    [SupplyParameterFromQuery(Name = "why")]
    public string? Why { get; set; }

    /// <summary>Its place in the search that it was found by, from 1.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext? Context { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _problem = Notice.Take(Context!);
        try
        {
            _address = SearchAddress.Read(Context!.Request.Query);
        }
        catch (SearchException)
        {
            // The photo can be seen whatever search it is said to be of.
        }

        if (Library.Catalog.Find(Id) is not { Status: PhotoStatus.Indexed } photo)
        {
            Context!.Response.StatusCode = StatusCodes.Status404NotFound; // the page for that is shown instead
            return;
        }

        Read(photo);
        if (int.TryParse(At, out var at) && !_address.IsEmpty) await FindNeighboursAsync(Math.Clamp(at, 1, PhotoSearcher.MaximumDepth - 2));
        if (!string.IsNullOrWhiteSpace(Why)) await ExplainAsync(Why);
        _similar = (await Searcher.SimilarAsync([Id], SimilarCount, Context!.RequestAborted))[0];
        _colours = Library.Catalog.Looks.Colours([.. _similar.Select(hit => hit.Photo.Id)]);
    }

    private void Read(PhotoRecord photo)
    {
        _photo = photo;
        (_details, _look, _lists) = (Library.Catalog.Details.Of(photo), Library.Catalog.Looks.Find(Id), Library.Catalog.Lists.Of(Id));
        (_name, _alternative) = (PhotoNames.Of(photo, _details), PhotoNames.Alternative(photo, _details).Split('\n')[0]);
        _description = _details?.Description?.Split('\n')[0] ?? _details?.AiDescription ?? _look?.Metadata.Description;
        _alike = Library.Catalog.Looks.Alike([Id]).TryGetValue(Id, out var group) ? group.Count : 1;
        _here = Context!.Request.Path + Context.Request.QueryString;
        // The page of the search that it is on.
        var skip = int.TryParse(At, out var at) && at > 0 ? (at - 1) / SearchPage.PageSize * SearchPage.PageSize : 0;
        _back = _address.IsEmpty ? "/" : $"{(_address with { Skip = Math.Min(skip, PhotoSearcher.MaximumDepth) }).At("/")}#photo-{Id}";
        _kept = [.. Context.Request.Query.Where(pair => pair.Key != "why").Select(pair => (pair.Key, pair.Value.ToString()))];
        // One that is no larger than its small picture has nothing to choose from.
        if (Math.Max(photo.Width ?? 0, photo.Height ?? 0) > ThumbnailStore.Edge) _sources = PictureSources.Of(photo, ThumbnailStore.Edge, ThumbnailStore.LargeEdge);
    }

    // Within the search: the hits before, here and after. Where photos came or went meanwhile, this one may stand elsewhere.
    private async Task FindNeighboursAsync(int at)
    {
        try
        {
            var first = Math.Max(0, at - 2);
            var (query, _) = await Search.QueryAsync(_address with { Skip = first, Count = 3 }, 3, Context!);
            var hits = (await Search.AnswerAsync(query, Context!.RequestAborted)).Hits;
            var here = hits.Select((hit, place) => (hit.Photo.Id, place)).FirstOrDefault(one => one.Id == Id, (Id, at - 1 - first)).Item2;
            if (here > 0 && here - 1 < hits.Count) _previous = Step(hits[here - 1]);
            if (here + 1 < hits.Count) _next = Step(hits[here + 1]);
        }
        catch (VislumbreException)
        {
            // A picture that is not kept any more, say: the photo is shown by itself.
        }
    }

    private string Step(SearchHit hit) => $"{_address.At($"/photo/{hit.Photo.Id}")}&at={hit.Rank}";

    private async Task ExplainAsync(string why)
    {
        try
        {
            _why = await Explainer.ExplainAsync(Id, new SearchQuery { Expression = QueryExpression.Parse(why) }, Context!.RequestAborted);
        }
        catch (VislumbreException e)
        {
            _problem = e.Message;
        }
    }

    // All of the photo but what the model saw of it.
    private static string Around(PhotoExtent seen) => FormattableString.Invariant(
        $"M0 0H1V1H0Z M{seen.Left:0.####} {seen.Top:0.####}h{seen.Width:0.####}v{seen.Height:0.####}h{-seen.Width:0.####}Z");

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Places(MatchedWord word) => string.Join(", ", word.Places.Select(place => place switch
    {
        MatchedPlace.Description => Say("description", "descrição"),
        MatchedPlace.Keywords => Say("keywords", "palavras-chave"),
        MatchedPlace.Place => Say("place", "lugar"),
        MatchedPlace.Photographer => Say("photographer", "fotógrafo"),
        _ => Say("name", "nome"),
    }));
}
