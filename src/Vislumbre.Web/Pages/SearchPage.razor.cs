using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Searching;
using static Vislumbre.Language;

namespace Vislumbre.Web.Pages;

/// <summary>The page: a box, and the nine nearest photos. Its address holds the whole search.</summary>
public sealed partial class SearchPage
{
    private const string Example = "two dogs playing in the snow";
    private SearchResult? _result;
    private string? _title;
    private string? _problem;
    private string? _shown;
    private SearchMode _mode;
    private Attribution? _credit;

    /// <summary>The words, or the picture's address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Q { get; set; }

    /// <summary>"text" or "address".</summary>
    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    /// <summary>"meaning", "words" or "both".</summary>
    [SupplyParameterFromQuery(Name = "mode")]
    public string? Mode { get; set; }

    /// <summary>A photo of the library to be like.</summary>
    [SupplyParameterFromQuery(Name = "like")]
    public string? Like { get; set; }

    /// <summary>A picture that was sent before.</summary>
    [SupplyParameterFromQuery(Name = "picture")]
    public string? Picture { get; set; }

    /// <summary>What was wrong with a picture that was sent.</summary>
    [SupplyParameterFromQuery(Name = "problem")]
    public string? Problem { get; set; }

    /// <summary>How many answers were seen on pages before.</summary>
    [SupplyParameterFromQuery(Name = "skip")]
    public int? Skip { get; set; }

    /// <summary>The highest number of a photo that the first page considered.</summary>
    [SupplyParameterFromQuery(Name = "upto")]
    public long? UpTo { get; set; }

    /// <summary>The language, where it was chosen by hand.</summary>
    [SupplyParameterFromQuery(Name = "lang")]
    public string? Lang { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext? Context { get; set; }

    private bool ByAddress => By == "address";

    private string OtherLanguage => Same(("lang", IsPortuguese ? "en" : "pt"));

    // The same search, further on, without what came since.
    private string Next => Same(("skip", $"{(Skip ?? 0) + SearchQuery.DefaultCount}"), ("upto", $"{_result!.UpTo}"));

    private string Same(params (string Name, string Value)[] changed)
    {
        var rest = Context!.Request.Query.Where(pair => !changed.Any(one => one.Name == pair.Key)).Select(pair => (Name: pair.Key, Value: pair.Value.ToString()));
        return "/?" + string.Join('&', rest.Concat(changed).Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            if (Problem is not null) _problem = Explain(Problem);
            else if (await QueryAsync() is { } query) _result = await Searcher.SearchAsync(query with { Skip = Skip ?? 0, UpTo = UpTo }, Context!.RequestAborted);
        }
        catch (VislumbreException e)
        {
            _problem = e.Message;
        }

        if (_problem is not null) Context!.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private async Task<SearchQuery?> QueryAsync()
    {
        if (Like is not null)
        {
            if (!long.TryParse(Like, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                _problem = Say($"\"{Like}\" is not a photo's number.", $"\"{Like}\" não é o número de uma foto.");
                return null;
            }

            _title = Say("Photos like this one", "Fotos parecidas com esta");
            _shown = $"/thumbnails/{id}";
            _credit = Library.Catalog.Find(id) is { } asked ? Library.Catalog.Details.Of(asked)?.Attribution : null;
            return new SearchQuery { LikePhoto = id };
        }

        if (Picture is not null) return FromShelf(Picture);
        if (string.IsNullOrWhiteSpace(Q)) return null;
        if (!ByAddress)
        {
            _title = Q.Trim();
            _mode = Mode switch { "words" => SearchMode.Words, "both" => SearchMode.Both, _ => SearchMode.Meaning };
            return new SearchQuery { Expression = QueryExpression.Parse(Q), Mode = _mode };
        }

        // Another site's page may link here; it may not make this program fetch addresses behind a person's back.
        if (Context!.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            _problem = Say("Press Search to fetch this picture.", "Aperte Buscar para trazer esta imagem.");
            return null;
        }

        var fetched = await Fetcher.FetchAsync(Q, Context.RequestAborted);
        return FromShelf(await Task.Run(() => Shelf.Put(fetched.Bytes)));
    }

    private SearchQuery? FromShelf(string key)
    {
        if (Shelf.Find(key) is not { } picture)
        {
            _problem = Say("That picture is not kept any more: choose it again.", "Essa imagem não está mais guardada: escolha-a de novo.");
            return null;
        }

        _title = Say("Photos like your picture", "Fotos parecidas com a sua imagem");
        _shown = $"/pictures/{key}";
        return new SearchQuery { PictureEmbedding = picture.Embedding };
    }

    private static string Explain(string problem) => problem switch
    {
        nameof(PhotoFault.TooLarge) => Say("The picture is too large.", "A imagem é grande demais."),
        nameof(PhotoFault.Truncated) => Say("The picture is cut short: its end is missing.", "A imagem está cortada: falta o fim dela."),
        nameof(PhotoFault.Damaged) => Say("The picture is damaged.", "A imagem está danificada."),
        nameof(PhotoFault.UnsafeKind) => Say("SVG, PDF and PostScript are not read: send a JPEG or PNG.", "SVG, PDF e PostScript não são lidos: envie um JPEG ou PNG."),
        "none" or nameof(PhotoFault.Empty) => Say("No picture was chosen, or it is empty.", "Nenhuma imagem foi escolhida, ou ela está vazia."),
        _ => Say("That is not a picture that can be read: send a JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC or AVIF.", "Isso não é uma imagem que se possa ler: envie JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC ou AVIF."),
    };

    private string Address(string query) => (query, Lang) switch
    {
        ("", null) => "/",
        ("", _) => $"/?lang={Lang}",
        (_, null) => $"/?{query}",
        _ => $"/?{query}&lang={Lang}",
    };
}
