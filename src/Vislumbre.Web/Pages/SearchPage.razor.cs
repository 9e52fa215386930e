using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Searching;
using static Vislumbre.Language;

namespace Vislumbre.Web.Pages;

/// <summary>A box, and the photos that are nearest. Its address holds the whole search.</summary>
public sealed partial class SearchPage
{
    // Some rows on a large screen; more come as they are scrolled to, or by a link.
    internal const int PageSize = 30;

    private SearchAddress _address = new();
    private QueryExpression? _expression;
    private SearchResult? _result;
    private IReadOnlyList<SearchHit> _hits = [];
    private IReadOnlyDictionary<long, MainColour> _colours = new Dictionary<long, MainColour>();
    private bool _hasMore;
    private bool _endsLikely;
    private string? _title;
    private string? _problem;
    private (string Before, string At, string After)? _place;
    private string? _shown;
    private string? _picture;
    private PhotoList? _kept;
    private string? _notice;
    private Attribution? _credit;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext? Context { get; set; }

    private bool IsCondition => _expression is { Terms.Count: 0, Likes.Count: 0, Filter: not null } && _address is { Like: null, More.Count: 0, Less.Count: 0 } && _picture is null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            var asked = Context!.Request.Query;
            _address = SearchAddress.Read(asked);
            _notice = Notice.Take(Context);
            if (long.TryParse(asked["kept"], out var kept)) _kept = Library.Catalog.Lists.Find(kept);
            if (asked["problem"].ToString() is { Length: > 0 } problem) _problem = Explain(problem);
            else if (!_address.IsEmpty) await SearchAsync();
        }
        catch (QueryException e)
        {
            _problem = e.Message;
            if (_address.Words is { } words && e.Position <= words.Length)
            {
                var end = Math.Min(words.Length, e.Position + Math.Max(1, e.Length));
                _place = (words[..e.Position], words[e.Position..end], words[end..]);
            }
        }
        catch (VislumbreException e)
        {
            _problem = e.Message;
        }

        if (_problem is not null) Context!.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private async Task SearchAsync()
    {
        var (query, picture) = await Search.QueryAsync(_address, PageSize, Context!);
        (_expression, _picture) = (query.Expression, picture);
        if (picture is not null) _address = _address with { Picture = picture }; // further pages need not fetch it again
        _title = Title(picture);
        _shown = picture is not null ? $"/pictures/{picture}" : _address.Like is { } like ? $"/thumbnails/{like}" : null;
        _credit = _address.Like is { } photo && Library.Catalog.Find(photo) is { } asked ? Library.Catalog.Details.Of(asked)?.Attribution : null;
        // One more tells whether there are more, and whether they are likely.
        var wanted = Math.Min(query.Count, PhotoSearcher.MaximumCount - 1);
        var left = Math.Max(1, PhotoSearcher.MaximumDepth - query.Skip);
        _result = await Search.AnswerAsync(query with { Count = Math.Min(wanted + 1, left) }, Context!.RequestAborted);
        _hits = [.. _result.Hits.Take(wanted)];
        _hasMore = _result.Hits.Count > wanted;
        _endsLikely = _hasMore && _address.Sort != SearchOrder.Date && _hits[^1].IsLikely && !_result.Hits[wanted].IsLikely;
        _colours = Library.Catalog.Looks.Colours([.. _hits.Select(hit => hit.Photo.Id)]);
        ServerTiming.Write(Context!, _result);
    }

    private string Title(string? picture)
    {
        var words = _address.Words;
        if (picture is not null) return words is null ? Say("Photos like your picture", "Fotos parecidas com a sua imagem") : Say($"Like your picture: {words}", $"Como a sua imagem: {words}");
        if (_address.Like is not null) return words is null ? Say("Photos like this one", "Fotos parecidas com esta") : Say($"Like this one: {words}", $"Como esta: {words}");
        return words ?? Say("Photos like those that you marked", "Fotos como as que você marcou");
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
}
