using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vislumbre.Web;

/// <summary>How often others may ask: this machine's own programs as often as they like.</summary>
internal static class RequestLimits
{
    /// <summary>For searches and the API.</summary>
    public const string Policy = "api";

    /// <summary>For tries at the token.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Tries at the token a minute.</summary>
    public const int Tries = 10;

    private const int Burst = 200, PerSecond = 50;

    public static void AddRequestLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, cancellationToken) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)) rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Results.Problem(Language.Say("Too many requests: wait a moment.", "Pedidos demais: espere um momento."), statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
        };
        limits.AddPolicy(Policy, context => context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address)
            ? RateLimitPartition.GetTokenBucketLimiter($"{address}", _ => new TokenBucketRateLimiterOptions { TokenLimit = Burst, TokensPerPeriod = PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) })
            : RateLimitPartition.GetNoLimiter(""));
        // Whoever guesses is slow, wherever from: a proxy's guests all come from one address.
        limits.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
            $"{context.Connection.RemoteIpAddress}", _ => new FixedWindowRateLimiterOptions { PermitLimit = Tries, Window = TimeSpan.FromMinutes(1) }));
    });
}
