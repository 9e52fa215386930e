using Vislumbre.Imaging;
using Vislumbre.Sources;
using Vislumbre.Testing;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.Tests.Sources;

/// <summary>Photos from a server that has bad days: what can be had is had, the rest has its true reason, and the server is not pressed.</summary>
public sealed class Photo_downloader : IDisposable
{
    private static readonly DownloadPatience Quick = new() { MaximumAttempts = 8, FirstDelay = TimeSpan.FromMilliseconds(5), LongestDelay = TimeSpan.FromSeconds(2), StallTimeout = TimeSpan.FromMilliseconds(400) };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_photo_that_can_be_had_is_had_and_each_other_is_listed_with_its_reason()
    {
        await using var server = await StartAsync(300, new UnsplashServerOptions
        {
            MaximumEdge = 48,
            NotFoundShare = .03,
            GoneShare = .02,
            WrongTypeShare = .02,
            TruncatedShare = .02,
            ResetShare = .05,
            UnavailableShare = .05,
            StallShare = .02,
            StallTime = TimeSpan.FromSeconds(2),
            StormsAt = [100],
            StormTime = TimeSpan.FromSeconds(1),
        });
        var results = await FetchAsync(server, new DownloadOptions { Parallel = 32, Patience = Quick, AllowPrivateAddresses = true });
        Assert.Equal(300, results.Count);
        foreach (var photo in server.Release.Photos)
        {
            var result = results[photo.Index];
            var expected = server.FaultOf(photo) switch
            {
                PhotoFate.Fine => (DownloadEnd.Got, (string?)null),
                PhotoFate.NotFound => (DownloadEnd.Gone, "the server answers 404"),
                PhotoFate.Gone => (DownloadEnd.Gone, "the server answers 410"),
                PhotoFate.WrongType => (DownloadEnd.Failed, "not a picture but text/html"),
                _ => (DownloadEnd.Failed, "the picture is cut short"),
            };
            Assert.Equal(expected, (result.End, result.Reason));
            Assert.Equal(result.End == DownloadEnd.Got, File.Exists(result.Item.File));
            if (result.End == DownloadEnd.Got) Assert.Equal(await server.BytesOfAsync(photo, 48), await File.ReadAllBytesAsync(result.Item.File));
        }

        Assert.Empty(Directory.EnumerateFiles(_folder.At("photos"), "*.part"));
        Assert.True(server.Counts is { Resets: > 0, Stalls: > 0, DuringStorms: > 0 }, server.Counts.ToString());
    }

    [Fact]
    public async Task No_more_than_so_many_are_asked_for_at_a_time()
    {
        await using var server = await StartAsync(60, new UnsplashServerOptions { MaximumEdge = 48, Latency = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(60, (await FetchAsync(server, new DownloadOptions { Parallel = 5, AllowPrivateAddresses = true })).Count);
        Assert.InRange(server.Counts.MostAtOnce, 2, 5);
    }

    [Fact]
    public async Task A_server_that_has_had_too_many_requests_is_left_alone_as_long_as_it_asks()
    {
        await using var server = await StartAsync(120, new UnsplashServerOptions { MaximumEdge = 48, StormsAt = [40], StormTime = TimeSpan.FromSeconds(2) });
        var results = await FetchAsync(server, new DownloadOptions { Parallel = 16, Patience = Quick, AllowPrivateAddresses = true });
        Assert.All(results.Values, result => Assert.Equal(DownloadEnd.Got, result.End));
        // Those that were under way when it began, and a few that looked again after the second it named.
        Assert.InRange(server.Counts.DuringStorms, 1, 48);
    }

    [Fact]
    public async Task Where_nothing_can_be_had_it_stops_and_says_so()
    {
        await using var server = await StartAsync(400, new UnsplashServerOptions { MaximumEdge = 48, WrongTypeShare = 1 });
        var stopped = await Assert.ThrowsAsync<SourceException>(() => FetchAsync(server, new DownloadOptions { Parallel = 8, Patience = Quick, Ceiling = 20, AllowPrivateAddresses = true }));
        Assert.Contains("20 photos in a row", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("text/html", stopped.Message, StringComparison.Ordinal);
        Assert.True(server.Counts.Requests[RequestKind.Photo] < 150);
    }

    [Fact]
    public async Task A_server_that_is_down_is_not_asked_for_everything_and_given_up_after_a_while()
    {
        var asked = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        Directory.CreateDirectory(_folder.At("photos"));
        using var downloader = new PhotoDownloader(
            new DownloadOptions { Parallel = 16, Patience = Quick with { FirstDelay = TimeSpan.FromMilliseconds(50), MaximumAttempts = 3 }, Ceiling = 20, Forbearance = TimeSpan.FromSeconds(2), AllowPrivateAddresses = true }, _ => null);
        var items = Enumerable.Range(0, 5000).Select(i => new DownloadItem(i, $"{server.Address}{i}", _folder.At("photos", $"{i}.jpg")));
        Assert.Contains("503", (await Assert.ThrowsAsync<SourceException>(() => downloader.RunAsync(items, _ => { }))).Message, StringComparison.Ordinal);
        Assert.InRange(asked, 20, 400);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    public async Task A_server_that_says_to_come_back_at_once_is_still_given_time(string retryAfter)
    {
        var asked = 0;
        var picture = PaintedPictures.Encode(32, 32, 1);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref asked) <= 3)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = retryAfter;
                return;
            }

            context.Response.ContentType = "image/jpeg";
            await context.Response.Body.WriteAsync(picture);
        });
        Directory.CreateDirectory(_folder.At("photos"));
        using var downloader = new PhotoDownloader(new DownloadOptions { Parallel = 1, Patience = Quick with { FirstDelay = TimeSpan.FromMilliseconds(100) }, AllowPrivateAddresses = true }, _ => null);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        DownloadResult? result = null;
        await downloader.RunAsync([new DownloadItem(1, $"{server.Address}a", _folder.At("photos", "a.jpg"))], one => result = one);
        Assert.Equal(DownloadEnd.Got, result!.End);
        Assert.True(clock.Elapsed > TimeSpan.FromMilliseconds(300), clock.Elapsed.ToString());
    }

    [Fact]
    public async Task Redirects_are_followed_where_photos_may_be_and_not_without_end()
    {
        var picture = PaintedPictures.Encode(32, 32, 1);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/photo":
                    context.Response.ContentType = "image/jpeg";
                    await context.Response.Body.WriteAsync(picture);
                    break;
                case "/good":
                    context.Response.Redirect("/photo");
                    break;
                case "/bad":
                    context.Response.Redirect("ftp://example.com/photo");
                    break;
                default:
                    context.Response.Redirect("/endless");
                    break;
            }
        });
        Directory.CreateDirectory(_folder.At("photos"));
        using var downloader = new PhotoDownloader(new DownloadOptions { Parallel = 3, Patience = Quick, AllowPrivateAddresses = true }, _ => null);
        var results = new Dictionary<long, DownloadResult>();
        await downloader.RunAsync(new[] { "good", "bad", "endless" }.Select((path, i) => new DownloadItem(i, $"{server.Address}{path}", _folder.At("photos", path))), one =>
        {
            lock (results) results.Add(one.Item.Id, one);
        });
        Assert.Equal([(DownloadEnd.Got, null), (DownloadEnd.Failed, "Only http and https addresses are fetched, not ftp."), (DownloadEnd.Failed, "redirects without end")], results.OrderBy(pair => pair.Key).Select(pair => (pair.Value.End, pair.Value.Reason)));
    }

    [Fact]
    public async Task Private_addresses_are_refused_unless_allowed()
    {
        await using var server = await StartAsync(3, new UnsplashServerOptions { MaximumEdge = 48 });
        var results = await FetchAsync(server, new DownloadOptions { Parallel = 2 });
        Assert.All(results.Values, result => Assert.Equal((DownloadEnd.Failed, "127.0.0.1 does not lead to a public address."), (result.End, result.Reason)));
        Assert.Equal(0, server.Counts.Requests.GetValueOrDefault(RequestKind.Photo));
    }

    [Fact]
    public async Task Stopped_it_leaves_whole_files_and_nothing_else()
    {
        await using var server = await StartAsync(200, new UnsplashServerOptions { MaximumEdge = 48, Latency = TimeSpan.FromMilliseconds(10) });
        using var stop = new CancellationTokenSource();
        var got = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(server, new DownloadOptions { Parallel = 8, AllowPrivateAddresses = true }, _ =>
        {
            if (Interlocked.Increment(ref got) == 50) stop.Cancel();
        }, stop.Token));
        var files = Directory.GetFiles(_folder.At("photos"));
        Assert.InRange(files.Length, 50, 100);
        Assert.All(files, file => PictureCheck.Read(PhotoSource.FromFile(file)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_at_once()
    {
        await using var server = await StartAsync(20, new UnsplashServerOptions { MaximumEdge = 48 });
        using var downloader = new PhotoDownloader(new DownloadOptions { AllowPrivateAddresses = true }, _ => null);
        var item = new DownloadItem(1, new Uri(server.Address, server.Release.Photos[0].Path).AbsoluteUri, _folder.At("nowhere", "a.jpg"));
        Assert.Contains("cannot be written", (await Assert.ThrowsAsync<SourceException>(() => downloader.RunAsync([item], _ => { }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pace_halves_once_for_each_storm_and_comes_back()
    {
        var pace = new DownloadPace(64);
        for (var i = 0; i < 20; i++) pace.TooMany(TimeSpan.FromSeconds(30));
        Assert.Equal(32, pace.Limit);
        Assert.True(pace.Wait(0) > TimeSpan.Zero);
        for (var i = 0; i < 2000; i++) pace.Good();
        Assert.Equal(64, pace.Limit);
    }

    private Task<UnsplashServer> StartAsync(int photos, UnsplashServerOptions options) =>
        UnsplashServer.StartAsync(_folder.At("release"), new ReleaseOptions { Photos = photos, DistinctPictures = 5, Keywords = 1, Collections = 0, Colors = 0, Conversions = 0 }, options);

    private async Task<Dictionary<long, DownloadResult>> FetchAsync(UnsplashServer server, DownloadOptions options, Action<DownloadResult>? also = null, CancellationToken stop = default)
    {
        Directory.CreateDirectory(_folder.At("photos"));
        var results = new Dictionary<long, DownloadResult>();
        using var downloader = new PhotoDownloader(options, file =>
        {
            try
            {
                PictureCheck.Read(PhotoSource.FromFile(file));
                return null;
            }
            catch (PhotoException e)
            {
                return e.Fault == PhotoFault.Truncated ? "the picture is cut short" : e.Message;
            }
        });
        await downloader.RunAsync(
            server.Release.Photos.Select(photo => new DownloadItem(photo.Index, new Uri(server.Address, photo.Path).AbsoluteUri + "?w=640", _folder.At("photos", $"{photo.Id}.jpg"))),
            result =>
            {
                lock (results) results.Add(result.Item.Id, result);
                also?.Invoke(result);
            },
            stop);
        return results;
    }
}
