using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vislumbre.Searching;

namespace Vislumbre.Web;

/// <summary>Tells browsers' tools what a search took (W3C, Server Timing).</summary>
internal static class ServerTiming
{
    /// <summary>Says it in the response's header.</summary>
    public static void Write(HttpContext context, SearchResult result) => context.Response.Headers["Server-Timing"] = string.Create(
        CultureInfo.InvariantCulture, $"encode;dur={result.EncodingTime.TotalMilliseconds:0.###}, search;dur={result.SearchTime.TotalMilliseconds:0.###}");
}
