namespace Vislumbre.Web.Endpoints;

/// <summary>Where a form may lead to.</summary>
internal static class OwnPath
{
    /// <summary>A path of this server, and nothing that a browser takes for another one; else the other.</summary>
    public static string Or(string? path, string other) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && path.All(c => c is > ' ' and < '\x7f') ? path : other;
}
