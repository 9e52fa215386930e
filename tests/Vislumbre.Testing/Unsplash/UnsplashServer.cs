using System.Collections.Frozen;
using System.Globalization;
using System.IO.Hashing;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vislumbre.Testing.Unsplash;

/// <summary>A photo service on 127.0.0.1 with a release and its photos, and with the faults of a real one where they are asked for.</summary>
public sealed class UnsplashServer : IAsyncDisposable
{
    private static readonly byte[] Page = "<!doctype html><title>Not a picture</title><p>Please come back later.</p>\n"u8.ToArray();
    private readonly WebApplication _app;
    private readonly UnsplashServerOptions _options;
    private readonly RequestCounter _counter;
    private Served? _served;

    private UnsplashServer(WebApplication app, UnsplashServerOptions options, RequestCounter counter) => (_app, _options, _counter) = (app, options, counter);

    /// <summary>Its address, with a slash at the end.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where the latest release is asked for.</summary>
    public Uri Latest => new(Address, "data/lite/latest");

    /// <summary>What it serves.</summary>
    public GeneratedRelease Release => Current.Release;

    /// <summary>What it has seen so far.</summary>
    public RequestCounts Counts => _counter.Read();

    private Served Current => _served ?? throw new InvalidOperationException("Nothing is served yet.");

    /// <summary>Starts a server and serves a release whose addresses are the server's own.</summary>
    /// <param name="folder">Where the release is written, or is from an earlier run with the same options and port.</param>
    /// <param name="release">What is written; its address is replaced by the server's.</param>
    /// <param name="options">How the server behaves.</param>
    public static async Task<UnsplashServer> StartAsync(string folder, ReleaseOptions release, UnsplashServerOptions? options = null)
    {
        var server = await StartAsync(options);
        server.Serve(GeneratedRelease.Write(folder, release with { BaseAddress = server.Address }));
        return server;
    }

    /// <summary>Starts a server that serves nothing yet, to know its address.</summary>
    public static async Task<UnsplashServer> StartAsync(UnsplashServerOptions? options = null)
    {
        options ??= new UnsplashServerOptions();
        var counter = new RequestCounter();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // A stalled answer must not hold up the end of a test.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => async connection =>
                {
                    counter.Connect();
                    try
                    {
                        await next(connection);
                    }
                    finally
                    {
                        counter.Disconnect();
                    }
                });
            });
        });
        var server = new UnsplashServer(builder.Build(), options, counter);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Urls.First() + "/");
        return server;
    }

    /// <summary>Serves a release, or a newer one instead; the dice of its photos' faults begin anew.</summary>
    public void Serve(GeneratedRelease release)
    {
        var before = Interlocked.Exchange(ref _served, new Served(release, _options));
        before?.Pictures.Dispose();
    }

    /// <summary>What becomes of a photo however often it is asked for.</summary>
    public PhotoFate FaultOf(ReleasePhoto photo) => Current.Faults.FateOf(photo.Index);

    /// <summary>Draws all pictures of a width beforehand, so that no request waits for one.</summary>
    public async Task DrawAllAsync(int width, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var (served, drawn) = (Current, 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForAsync(0, served.Release.SceneTotal, options, async (scene, _) =>
        {
            await served.Pictures.GetAsync(scene, Width(width));
            progress?.Report(Interlocked.Increment(ref drawn));
        });
    }

    /// <summary>The bytes that a photo that is fine has on this server.</summary>
    public async Task<byte[]> BytesOfAsync(ReleasePhoto photo, int width)
    {
        var picture = await Current.Pictures.GetAsync(photo.SceneIndex, Width(width));
        return [.. picture.AsSpan(0, 2), .. Comment(photo), .. picture.AsSpan(2)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _served?.Pictures.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _counter.Begin();
        try
        {
            if (_options.Latency > TimeSpan.Zero)
                await Task.Delay(_options.Latency, context.RequestAborted);
            await (_served is { } served ? AnswerAsync(context, served) : Empty(context, StatusCodes.Status503ServiceUnavailable));
        }
        catch (OperationCanceledException)
        {
            // The client went away, which is its right.
        }
        finally
        {
            _counter.End(context.Response.StatusCode);
        }
    }

    private Task AnswerAsync(HttpContext context, Served served)
    {
        var path = context.Request.Path.Value ?? "";
        if (served.Photos.TryGetValue(path, out var photo))
            return SendPhotoAsync(context, served, photo, _counter.Count(RequestKind.Photo));
        switch (path)
        {
            case "/data/lite/latest":
                _counter.Count(RequestKind.Latest);
                context.Response.Headers.Location = "/releases/lite.zip";
                return Empty(context, StatusCodes.Status302Found);
            case "/releases/lite.zip":
                var number = _counter.Count(RequestKind.Release);
                var cut = _options.CutReleaseAfter > 0 && number <= _options.CutReleaseTimes;
                return RangedFile.SendAsync(context, served.Release.ZipPath, served.ETag, cut ? _options.CutReleaseAfter : long.MaxValue);
            default:
                _counter.Count(RequestKind.Other);
                return Empty(context, StatusCodes.Status404NotFound);
        }
    }

    private async Task SendPhotoAsync(HttpContext context, Served served, ReleasePhoto photo, long number)
    {
        if (served.Faults.Storms(number))
        {
            _counter.Storm();
            context.Response.Headers.RetryAfter = number % 2 == 0 ? "1" : "2";
            await Empty(context, StatusCodes.Status429TooManyRequests);
            return;
        }

        var fate = served.Faults.FateOf(photo.Index);
        var fault = fate == PhotoFate.Fine ? served.Faults.Next(photo.Index) : TransientFault.None;
        int? refusal = (fate, fault) switch
        {
            (PhotoFate.NotFound, _) => StatusCodes.Status404NotFound,
            (PhotoFate.Gone, _) => StatusCodes.Status410Gone,
            (_, TransientFault.Unavailable) => StatusCodes.Status503ServiceUnavailable,
            _ => null,
        };
        if (refusal is { } status)
        {
            await Empty(context, status);
            return;
        }

        if (fate == PhotoFate.WrongType)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = Page.Length;
            await context.Response.Body.WriteAsync(Page, context.RequestAborted);
            return;
        }

        var wide = int.TryParse(context.Request.Query["w"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : int.MaxValue;
        var picture = await served.Pictures.GetAsync(photo.SceneIndex, Width(wide));
        await SendPictureAsync(context, picture, Comment(photo), fate, fault);
    }

    private async Task SendPictureAsync(HttpContext context, byte[] picture, byte[] comment, PhotoFate fate, TransientFault fault)
    {
        var (response, whole) = (context.Response, picture.Length + comment.Length);
        response.ContentType = "image/jpeg";
        response.ContentLength = fate == PhotoFate.Truncated ? whole / 2 : whole;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var send = fate == PhotoFate.Truncated || fault != TransientFault.None ? whole / 2 : whole;
        var body = response.BodyWriter;
        Write(body, picture.AsSpan(0, 2));
        Write(body, comment);
        Write(body, picture.AsSpan(2, send - comment.Length - 2));
        await body.FlushAsync(context.RequestAborted);
        if (fault == TransientFault.None)
            return;
        if (fault == TransientFault.Stall)
        {
            _counter.Stall();
            await Task.Delay(_options.StallTime, context.RequestAborted);
        }
        else
        {
            _counter.Reset();
        }

        context.Abort();
    }

    private static void Write(System.IO.Pipelines.PipeWriter body, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(body.GetSpan(bytes.Length));
        body.Advance(bytes.Length);
    }

    private static Task Empty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private int Width(int asked) => Math.Clamp(asked, 16, Math.Max(16, _options.MaximumEdge));

    /// <summary>A JPEG comment with the photo's id: photos that show the same scene are not the same file.</summary>
    private static byte[] Comment(ReleasePhoto photo) => [0xFF, 0xFE, 0, (byte)(photo.Id.Length + 2), .. System.Text.Encoding.ASCII.GetBytes(photo.Id)];

    private sealed class Served(GeneratedRelease release, UnsplashServerOptions options)
    {
        public GeneratedRelease Release => release;

        public FrozenDictionary<string, ReleasePhoto> Photos { get; } = release.Photos.ToFrozenDictionary(photo => photo.Path);

        public ScenePictures Pictures { get; } = new(release, options.PictureFolder, options.MaximumPictureBytes);

        public FaultPlan Faults { get; } = new(options, release.Photos.Count);

        public string ETag { get; } = Hash(release.ZipPath);

        private static string Hash(string path)
        {
            using var file = File.OpenRead(path);
            var hash = new XxHash3();
            hash.Append(file);
            return $"\"{hash.GetCurrentHashAsUInt64():x16}\"";
        }
    }
}
