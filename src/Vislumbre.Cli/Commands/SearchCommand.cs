using System.CommandLine;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Searching;

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
        var templates = new Option<bool>("--templates") { Description = Language.Say("Let words stand for several sentences: a photo of …, a drawing of …", "Deixar as palavras valerem por várias frases: uma foto de …, um desenho de …") };
        var explain = new Option<bool>("--explain") { Description = Language.Say("Show where in each photo the query is seen, and its words that are said of it", "Mostrar onde em cada foto se vê a busca, e que palavras dela se dizem da foto") };
        var library = SharedOptions.Library();
        var model = SharedOptions.Model();
        var device = SharedOptions.Device();
        var count = SharedOptions.Count();
        var json = SharedOptions.Json();
        var allowPrivate = SharedOptions.AllowPrivateAddresses();
        var command = new Command("search", Language.Say("Find photos by words, by a picture, or by both", "Encontrar fotos por palavras, por uma imagem ou por ambas"))
        {
            words, image, mode, templates, explain, count, json, library, model, device, allowPrivate,
        };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var photos = PhotoLibrary.Open(parsed.GetValue(library));
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), photos.Catalog.Model, cancel), new EncoderOptions { Device = parsed.GetValue(device) });
            var picture = parsed.GetValue(image);
            var query = new SearchQuery
            {
                Expression = QueryExpression.Parse(string.Join(' ', parsed.GetValue(words)!)),
                Picture = picture is null ? null : await QueryPicture.OpenAsync(picture, parsed.GetValue(allowPrivate), cancel),
                Count = parsed.GetValue(count),
                Mode = parsed.GetValue(mode),
                UsesTemplates = parsed.GetValue(templates),
            };
            var result = await new PhotoSearcher(photos, encoder).SearchAsync(query, cancel);
            var why = parsed.GetValue(explain) ? await new HitExplainer(photos, encoder).ExplainAsync([.. result.Hits.Select(hit => hit.Photo.Id)], query, cancel) : [];
            HitDisplay.Write(result, encoder.Model, parsed.GetValue(json), showsRanks: query.Mode == SearchMode.Both, why);
            if (Terminal.IsSeen && !parsed.GetValue(json)) ModelDisplay.WriteCaution(encoder.Model.Identity);
            return ExitCodes.Done;
        }, cancel));
        return command;
    }
}
