using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Vislumbre.Web.Endpoints;

/// <summary>Signing in with the token, and out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", ([FromForm] string? token, [FromForm] string? to, Access access, HttpContext context) =>
        {
            var goesTo = OwnPath.Or(to, "/");
            return Results.Redirect(access.TrySignIn(token ?? "", context.Response) ? goesTo : $"/sign-in?wrong=1&to={Uri.EscapeDataString(goesTo)}");
        }).RequireRateLimiting(RequestLimits.SignIn);
        routes.MapPost("/sign-out", ([FromForm] string? to, Access access, HttpContext context) =>
        {
            access.SignOut(context);
            return Results.Redirect("/sign-in");
        });
    }
}
