using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Bytes = System.Text.Encoding;

namespace Vislumbre.Web;

/// <summary>Lets in who knows the token, by header or by the cookie that signing in gives, or whom a reverse proxy names.</summary>
/// <param name="options">What is asked of those who come.</param>
internal sealed class Access(WebOptions options) : IDisposable
{
    // Whoever guesses is slow, wherever from.
    private readonly PartitionedRateLimiter<HttpRequest> _guesses = PartitionedRateLimiter.Create<HttpRequest, string>(request => RateLimitPartition.GetFixedWindowLimiter(
        $"{request.HttpContext.Connection.RemoteIpAddress}", _ => new FixedWindowRateLimiterOptions { PermitLimit = RequestLimits.Tries, Window = TimeSpan.FromMinutes(1) }));

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private readonly ConcurrentDictionary<string, DateTime> _sessions = new();

    // Browsers tell cookies of two servers on one machine apart by nothing but their names.
    private string Cookie => $"vislumbre-{options.Port}";

    /// <summary>Whether a request may go on.</summary>
    public bool IsLetIn(HttpRequest request)
    {
        if (options.TrustedHeader is { } header) return !string.IsNullOrWhiteSpace(request.Headers[header]);
        if (options.Token is null) return true;
        if (request.Headers.Authorization.ToString() is { } said && said.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return IsToken(said["Bearer ".Length..].Trim());
        return request.Cookies[Cookie] is { } session && _sessions.TryGetValue(Hash(session), out var end) && end > DateTime.UtcNow;
    }

    /// <summary>Whether whoever is not let in may try again now: guesses at the token are counted, and nothing else is one.</summary>
    public bool MayGuess(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0) return true;
        using var lease = _guesses.AttemptAcquire(request);
        return lease.IsAcquired;
    }

    public void Dispose() => _guesses.Dispose();

    /// <summary>Lets a browser in for a month where the token is right.</summary>
    public bool TrySignIn(string token, HttpResponse response)
    {
        if (!IsToken(token)) return false;
        foreach (var (old, end) in _sessions)
        {
            if (end < DateTime.UtcNow) _sessions.TryRemove(old, out _);
        }

        var session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _sessions[Hash(session)] = DateTime.UtcNow + Lifetime;
        response.Cookies.Append(Cookie, session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = response.HttpContext.Request.IsHttps, MaxAge = Lifetime, Path = "/", IsEssential = true });
        return true;
    }

    /// <summary>Ends a browser's session.</summary>
    public void SignOut(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } session) _sessions.TryRemove(Hash(session), out _);
        context.Response.Cookies.Delete(Cookie);
    }

    // Of equal length, and compared in equal time.
    private bool IsToken(string said) =>
        options.Token is { } token && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Bytes.UTF8.GetBytes(said)), SHA256.HashData(Bytes.UTF8.GetBytes(token)));

    private static string Hash(string session) => Convert.ToHexStringLower(SHA256.HashData(Bytes.UTF8.GetBytes(session)));
}
