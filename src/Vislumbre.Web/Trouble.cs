using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vislumbre.Web;

/// <summary>What comes of what nobody foresaw: a sentence for people, a problem document for programs, never an empty answer.</summary>
internal static class Trouble
{
    public static void UseTrouble(this WebApplication app)
    {
        app.UseExceptionHandler(trouble => trouble.Run(async context =>
        {
            var e = context.Features.Get<IExceptionHandlerFeature>()?.Error;
            if (e is BadHttpRequestException bad) context.Response.StatusCode = bad.StatusCode;
            // The disk is full, the catalog is locked: what a person can put right is said; the rest is in the log.
            // And who comes from elsewhere is not told where things lie.
            var isLocal = context.RequestServices.GetRequiredService<WebOptions>().IsLocal;
            var sentence = e is VislumbreException && isLocal ? e.Message : Unforeseen.Sentence;
            if (e is BadHttpRequestException) sentence = Language.Say("That request cannot be understood, or is too large.", "Esse pedido não pode ser entendido, ou é grande demais.");
            context.Response.ContentType = "text/html; charset=utf-8";
            if (WantsPage(context)) await context.Response.WriteAsync($"<!DOCTYPE html><meta charset=\"utf-8\"><title>Vislumbre</title><h1>Vislumbre</h1><p>{System.Net.WebUtility.HtmlEncode(sentence)}</p>");
            else await Results.Problem(sentence, statusCode: context.Response.StatusCode).ExecuteAsync(context);
        }));
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
        app.UseWhen(context => WantsPage(context) && HttpMethods.IsGet(context.Request.Method), pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
    }

    /// <summary>Whether a person's browser asks, and not a program.</summary>
    public static bool WantsPage(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api") && context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);
}
