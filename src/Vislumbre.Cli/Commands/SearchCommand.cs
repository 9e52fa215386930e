using System.CommandLine;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Web;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre search "two dogs playing in the snow"</c></summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("words")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = Language.Say("What the photo shows; also -word, \"phrase\"^2, like:ID and conditions such as by:ana iso:<400", "O que a foto mostra; também -palavra, \"frase\"^2, like:ID e condições como by:ana iso:<400"),
        };
        var image = new Option<string?>("--image", "-i")
        {
            Description = Language.Say("A picture to be like: a file or an address; with words, both count", "Uma imagem parecida: arquivo ou endereço; com palavras, contam os dois"),
            HelpName = Language.Say("FILE|URL", "ARQUIVO|URL"),
        };
        var mode = SharedOptions.Choice<SearchMode>("--mode", Language.Say("What words are compared with: what photos show, what is said of them, or both", "Com o que se comparam as palavras: o que as fotos mostram, o que se diz delas, ou ambos"));
        var likely = new Option<bool>("--likely") { Description = Language.Say("Only hits that probably show it: their strength reaches the cut-off", "Só resultados que provavelmente mostram isso: a força alcança o corte") };
        var sort = SharedOptions.Choice<SearchOrder>("--sort", Language.Say("Best first; or of the likely ones the strongest, or the newest, first", "Os melhores primeiro; ou, dos prováveis, os mais fortes ou os mais novos primeiro"));
        var skip = SharedOptions.Number("--skip", 0, 0, PhotoSearcher.MaximumDepth, Language.Say("Leave out so many of the first: pages that were seen", "Pular tantos dos primeiros: páginas já vistas"));
        var upTo = new Option<long?>("--up-to") { Description = Language.Say("Only photos up to this number: the next page of a growing library", "Só fotos até este número: a página seguinte de uma biblioteca que cresce"), HelpName = "ID" };
        var all = new Option<bool>("--all") { Description = Language.Say("Each of photos that are nearly the same, instead of one for all", "Cada uma das fotos quase iguais, em vez de uma por todas") };
        var open = new Option<bool>("--open") { Description = Language.Say("Open the answers in the page", "Abrir as respostas na página") };
        var templates = new Option<bool>("--templates") { Description = Language.Say("Let words stand for several sentences: a photo of …, a drawing of …", "Deixar as palavras valerem por várias frases: uma foto de …, um desenho de …") };
        var explain = new Option<bool>("--explain") { Description = Language.Say("Show where in each photo the query is seen, and its words that are said of it", "Mostrar onde em cada foto se vê a busca, e que palavras dela se dizem da foto") };
        var library = SharedOptions.Library();
        var vectors = SharedOptions.Vectors();
        var model = SharedOptions.Model();
        var towers = new TowerSettings();
        var count = SharedOptions.Count();
        var json = SharedOptions.Json();
        var allowPrivate = SharedOptions.AllowPrivateAddresses();
        var command = new Command("search", Language.Say("Find photos by words, by a picture, or by both", "Encontrar fotos por palavras, por uma imagem ou por ambas"))
        {
            words, image, mode, templates, explain, likely, sort, count, skip, upTo, all, open, json, library, vectors, model, allowPrivate,
        };
        towers.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var photos = LibraryChoice.Open(parsed.GetValue(library), vectors: parsed.GetValue(vectors));
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), photos.Catalog.Model, cancel), towers.Of(parsed));
            var picture = parsed.GetValue(image);
            var query = new SearchQuery
            {
                Expression = QueryExpression.Parse(string.Join(' ', parsed.GetValue(words)!)),
                Picture = picture is null ? null : await QueryPicture.OpenAsync(picture, parsed.GetValue(allowPrivate), cancel),
                Count = parsed.GetValue(count),
                Mode = parsed.GetValue(mode),
                OnlyLikely = parsed.GetValue(likely),
                Order = parsed.GetValue(sort),
                Skip = parsed.GetValue(skip),
                UpTo = parsed.GetValue(upTo),
                FoldsAlike = !parsed.GetValue(all),
                UsesTemplates = parsed.GetValue(templates),
            };
            var result = await new PhotoSearcher(photos, encoder).SearchAsync(query, cancel);
            var why = parsed.GetValue(explain) ? await new HitExplainer(photos, encoder).ExplainAsync([.. result.Hits.Select(hit => hit.Photo.Id)], query, cancel) : [];
            HitDisplay.Write(result, encoder.Model, parsed.GetValue(json), query.Mode == SearchMode.Both, query.OnlyLikely || query.Order != SearchOrder.Score, why);
            if (Terminal.IsSeen && !parsed.GetValue(json)) ModelDisplay.WriteCaution(encoder.Model.Identity);
            if (parsed.GetValue(open)) await OpenAsync(photos, encoder, query, picture, parsed.GetValue(allowPrivate), cancel);
            return ExitCodes.Done;
        }, cancel));
        return command;
    }

    // By itself: a search that opens nothing should not wait for the server's parts to be loaded.
    private static Task OpenAsync(PhotoLibrary photos, DualEncoder encoder, SearchQuery query, string? picture, bool allowPrivate, CancellationToken cancel)
    {
        if (picture is not null && !AddressPolicy.IsHttp(picture))
            throw new SearchException(Language.Say("--open takes words and addresses; a file is chosen on the page.", "--open é para palavras e endereços; um arquivo se escolhe na página."));
        var address = new SearchAddress
        {
            Words = query.Expression?.ToString(),
            Image = picture,
            Mode = query.Mode,
            Sort = query.Order,
            Skip = query.Skip,
            UpTo = query.UpTo,
            OnlyLikely = query.OnlyLikely,
            ShowsAll = !query.FoldsAlike,
            UsesTemplates = query.UsesTemplates,
            Count = query.Count == SearchQuery.DefaultCount ? null : query.Count,
        };
        return ServeCommand.RunAsync(photos, encoder, new WebOptions { Port = 0, Fetch = new FetchOptions { AllowPrivateAddresses = allowPrivate } }, cancel, address.At("/"));
    }
}
