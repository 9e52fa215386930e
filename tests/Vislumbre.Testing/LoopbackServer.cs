using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vislumbre.Testing;

/// <summary>A real HTTP server on 127.0.0.1 that answers as a test says, and remembers what was asked.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<(string Path, string Range, string Authorization)> _requests = [];

    private LoopbackServer(WebApplication app) => _app = app;

    /// <summary>Its address, with a slash at the end.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The requests so far: path, Range and Authorization headers.</summary>
    public IReadOnlyList<(string Path, string Range, string Authorization)> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    /// <summary>Starts one on any free port.</summary>
    public static async Task<LoopbackServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var server = new LoopbackServer(builder.Build());
        server._app.Run(context =>
        {
            lock (server._requests) server._requests.Add((context.Request.Path, context.Request.Headers.Range.ToString(), context.Request.Headers.Authorization.ToString()));
            return answer(context);
        });
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Urls.First() + "/");
        return server;
    }

    /// <summary>Answers with bytes, as a file server that knows ranges does.</summary>
    /// <param name="context">The request.</param>
    /// <param name="bytes">The whole file.</param>
    /// <param name="etag">Its ETag, without quotes.</param>
    /// <param name="breakAfter">After how many bytes of the body the connection is cut.</param>
    /// <param name="ignoreRange">Whether ranges are not known after all.</param>
    public static async Task SendAsync(HttpContext context, byte[] bytes, string etag = "one", int? breakAfter = null, bool ignoreRange = false)
    {
        var from = 0;
        var range = context.Request.Headers.Range.ToString();
        if (range.StartsWith("bytes=", StringComparison.Ordinal) && !ignoreRange)
        {
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'), null);
            if (from >= bytes.Length)
            {
                context.Response.StatusCode = 416;
                context.Response.Headers.ContentRange = $"bytes */{bytes.Length}";
                context.Response.Headers.ETag = $"\"{etag}\"";
                return;
            }

            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        context.Response.Headers.ETag = $"\"{etag}\"";
        context.Response.ContentLength = bytes.Length - from;
        var count = Math.Min(breakAfter ?? int.MaxValue, bytes.Length - from);
        await context.Response.Body.WriteAsync(bytes.AsMemory(from, count));
        await context.Response.Body.FlushAsync();
        if (count < bytes.Length - from) context.Abort();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
