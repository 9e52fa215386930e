using Microsoft.AspNetCore.Http;
using Vislumbre.Imaging;

namespace Vislumbre.Web;

/// <summary>Answers an upload that is too large with the page and a sentence, before anything reads it.</summary>
/// <param name="next">What comes after.</param>
/// <param name="options">How large it may be.</param>
internal sealed class UploadLimit(RequestDelegate next, WebOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !(context.Request.ContentLength > options.MaximumUpload)) return next(context);
        context.Response.Redirect($"/?problem={nameof(PhotoFault.TooLarge)}");
        return Task.CompletedTask;
    }
}
