using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Vislumbre.Web;

/// <summary>A form of a page that is older than the server's last start has no proof any more: the page is shown anew, with a sentence.</summary>
/// <param name="next">What comes after.</param>
internal sealed class StaleForms(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(context);
        if (!Trouble.WantsPage(context))
            return Results.Problem(Language.Say("The form's proof is missing or old.", "A prova do formulário falta ou é antiga."), statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
        Notice.Put(context, Language.Say("The page was old: please do that again.", "A página era antiga: faça isso de novo."));
        context.Response.Redirect(Page(context.Request.Path));
        return Task.CompletedTask;
    }

    // The page that has the form: forms lead one step below it.
    private static string Page(PathString path)
    {
        var parts = path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["photo" or "collection", var id, ..] && long.TryParse(id, out var number) ? $"/{parts[0]}/{number}" : parts is ["collections" or "library" or "sign-in", ..] ? $"/{parts[0]}" : "/";
    }
}
