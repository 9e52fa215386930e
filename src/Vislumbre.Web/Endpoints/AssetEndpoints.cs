using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Vislumbre.Web.Endpoints;

/// <summary>The page's style, script and icon, from inside the assembly.</summary>
internal static class AssetEndpoints
{
    private static readonly Dictionary<string, Asset> Assets = new[]
    {
        ("site.css", "text/css"), ("icon.svg", "image/svg+xml"), ("site.js", Script), ("search.js", Script), ("photo.js", Script), ("map.js", Script), ("library.js", Script),
    }.ToDictionary(pair => pair.Item1, pair => Load(pair.Item1, pair.Item2));

    private const string Script = "text/javascript";

    /// <summary>The address of an asset; it changes with the content, so browsers may keep it for ever.</summary>
    public static string Address(string name) => $"/assets/{name}?v={Assets[name].Version}";

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes.MapGet("/assets/{name}", (string name, HttpContext context) =>
    {
        if (!Assets.TryGetValue(name, out var asset)) return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Bytes, asset.MediaType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    });

    private static Asset Load(string name, string mediaType)
    {
        using var stream = typeof(AssetEndpoints).Assembly.GetManifestResourceStream($"Vislumbre.Web.Assets.{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Asset(bytes, mediaType, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }

    private sealed record Asset(byte[] Bytes, string MediaType, string Version);
}
