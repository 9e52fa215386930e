using Microsoft.AspNetCore.Http;

namespace Vislumbre.Web;

/// <summary>A sentence for the page that a form leads back to. In a cookie: in the address, another site's link could put words into this program's mouth.</summary>
internal static class Notice
{
    private const string Cookie = "notice";

    /// <summary>Says it on the next page.</summary>
    public static void Put(HttpContext context, string sentence) => context.Response.Cookies.Append(
        Cookie, Uri.EscapeDataString(sentence), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1), IsEssential = true });

    /// <summary>What is to be said; null for nothing. It is said once.</summary>
    public static string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } kept) return null;
        context.Response.Cookies.Delete(Cookie);
        return Uri.UnescapeDataString(kept);
    }
}
