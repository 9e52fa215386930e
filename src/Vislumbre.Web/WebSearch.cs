using Microsoft.AspNetCore.Http;
using Vislumbre.Catalog;
using Vislumbre.Searching;
using Vislumbre.Sources;

namespace Vislumbre.Web;

/// <summary>Answers searches that addresses hold: brings the pictures that they name.</summary>
/// <param name="searcher">What searches.</param>
/// <param name="shelf">Where pictures are that were sent.</param>
/// <param name="fetcher">What fetches those that have an address.</param>
/// <param name="options">Whom it answers.</param>
internal sealed class WebSearch(PhotoSearcher searcher, PictureShelf shelf, PictureFetcher fetcher, WebOptions options)
{
    /// <summary>The query, complete.</summary>
    /// <param name="address">What is asked.</param>
    /// <param name="count">How many hits where it does not say.</param>
    /// <param name="context">The request: another site's page may link here, but may not make this program fetch addresses behind a person's back.</param>
    /// <exception cref="VislumbreException">It cannot be understood, or a picture cannot be had.</exception>
    public async Task<(SearchQuery Query, string? Picture)> QueryAsync(SearchAddress address, int count, HttpContext context)
    {
        var query = address.ToQuery(count);
        // Letter by letter, whoever may ask for paths learns them.
        if (!options.IsLocal && query.Expression?.Filter?.Asks(PhotoField.Path) == true)
            throw new SearchException(Language.Say("path: is answered on the machine itself only.", "path: só é atendido na própria máquina."));
        if (address.Image is null && address.Picture is null) return (query, null);
        // The address of a picture is fetched once while what came is kept.
        var key = address.Picture is { } kept && (address.Image is null || shelf.Find(kept) is not null) ? kept : await FetchAsync(address.Image!, context);
        var picture = shelf.Find(key) ?? throw new SearchException(Language.Say("That picture is not kept any more: choose it again.", "Essa imagem não está mais guardada: escolha-a de novo."));
        return (query with { PictureEmbedding = picture.Embedding }, key);
    }

    /// <summary>The answers.</summary>
    public Task<SearchResult> AnswerAsync(SearchQuery query, CancellationToken cancellationToken) => searcher.SearchAsync(query, cancellationToken);

    private async Task<string> FetchAsync(string image, HttpContext context)
    {
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            throw new SearchException(Language.Say("Press Search to fetch this picture.", "Aperte Buscar para trazer esta imagem."));
        var fetched = await fetcher.FetchAsync(image, context.RequestAborted);
        return await Task.Run(() => shelf.Put(fetched.Bytes));
    }
}
