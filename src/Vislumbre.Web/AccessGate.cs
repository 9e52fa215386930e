using Microsoft.AspNetCore.Http;

namespace Vislumbre.Web;

/// <summary>Stands before everything but what signing in needs and what watches over the server.</summary>
/// <param name="next">What comes after.</param>
/// <param name="access">Who is let in.</param>
/// <param name="options">How the server is meant to be used.</param>
internal sealed class AccessGate(RequestDelegate next, Access access, WebOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path);
        if (path.StartsWithSegments("/assets") || path.StartsWithSegments("/sign-in") || path == "/not-found" || path == "/healthz" || path == "/readyz" || access.IsLetIn(request)) return next(context);
        if (!access.MayGuess(request))
        {
            context.Response.Headers.RetryAfter = "60";
            return Results.Problem(Language.Say("Too many wrong tokens: wait a minute.", "Tokens errados demais: espere um minuto."), statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context);
        }

        if (options.Token is not null && HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect($"/sign-in?to={Uri.EscapeDataString(path + request.QueryString)}");
            return Task.CompletedTask;
        }

        if (options.Token is not null) context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(
            Language.Say("Send the token: Authorization: Bearer …", "Envie o token: Authorization: Bearer …"), statusCode: options.Token is null ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }
}
