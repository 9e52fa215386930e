using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Searching;

namespace Vislumbre.Web.Api;

/// <summary>Embeddings of words and pictures, for programs that compare by themselves.</summary>
internal static class EmbeddingApi
{
    private const int MostTexts = 256, LongestText = 10_000;

    public static void MapEmbeddings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/embeddings", TextsAsync).WithName("EmbedTexts").WithSummary("Embeddings of sentences");
        routes.MapPost("/embeddings/picture", PictureAsync).WithName("EmbedPicture").WithSummary("The embedding of the picture that is the body").Accepts<byte[]>("image/*", "application/octet-stream");
    }

    private static async Task<Ok<ApiEmbeddings>> TextsAsync(ApiEmbeddingsBody body, DualEncoder encoder, HttpContext context)
    {
        if (body.Texts.Count is 0 or > MostTexts || body.Texts.Any(text => string.IsNullOrWhiteSpace(text) || text.Length > LongestText))
            throw new SearchException(Language.Say($"From 1 to {MostTexts} sentences can be encoded at once, none of them empty or longer than 10,000 letters.", $"Pode-se codificar de 1 a {MostTexts} frases de uma vez, nenhuma delas vazia nem com mais de 10.000 letras."));
        return TypedResults.Ok(Of(encoder, await Task.Run(() => encoder.Text.Encode([.. body.Texts]), context.RequestAborted)));
    }

    private static async Task<Ok<ApiEmbeddings>> PictureAsync(HttpContext context, DualEncoder encoder, PictureShelf shelf)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length == 0) throw PhotoException.Empty();
        var key = await Task.Run(() => shelf.Put(bytes.ToArray()));
        return TypedResults.Ok(Of(encoder, [[.. shelf.Find(key)!.Embedding]]));
    }

    private static ApiEmbeddings Of(DualEncoder encoder, IReadOnlyList<float[]> embeddings) =>
        new(encoder.Model.Identity.Name, encoder.Model.Identity.Sha256, encoder.Model.Identity.Dimension, embeddings);
}
