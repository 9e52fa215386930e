using Microsoft.AspNetCore.Http;
using Vislumbre.Imaging;

namespace Vislumbre.Web;

/// <summary>Answers an upload that is too large with a sentence, before anything reads it.</summary>
/// <param name="next">What comes after.</param>
/// <param name="options">How large it may be.</param>
internal sealed class UploadLimit(RequestDelegate next, WebOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !(context.Request.ContentLength > options.MaximumUpload)) return next(context);
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            return Results.Problem(
                Language.Say($"At most {options.MaximumUpload >> 20} MB can be sent.", $"Pode-se enviar no máximo {options.MaximumUpload >> 20} MB."), statusCode: StatusCodes.Status413PayloadTooLarge).ExecuteAsync(context);
        }

        context.Response.Redirect($"/?problem={nameof(PhotoFault.TooLarge)}");
        return Task.CompletedTask;
    }
}
