using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Vislumbre.Web;

/// <summary>Keeps the language that was chosen by hand, so that further pages are in it too.</summary>
/// <param name="next">What comes after.</param>
internal sealed class ChosenLanguage(RequestDelegate next)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "language";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Query["lang"].ToString() is var chosen && (chosen is "en" or "pt") && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Cookies.Append(
                Cookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)),
                new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        }

        return next(context);
    }
}
