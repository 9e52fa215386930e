using System.Net;
using Microsoft.AspNetCore.Http;
using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Sources;

/// <summary>An address that a person gives is fetched only where it may be. The test's own server counts as public, nothing else inside does.</summary>
public sealed class Picture_fetcher
{
    private static readonly byte[] Picture = PaintedPictures.Encode(32, 24, seed: 1);
    private static readonly IPAddress Server = IPAddress.Loopback;

    [Fact]
    public async Task A_picture_is_fetched()
    {
        await using var server = await LoopbackServer.StartAsync(Send);
        using var fetcher = Fetcher();
        Assert.Equal(Picture, (await fetcher.FetchAsync($"{server.Address}photo.jpg#part")).Bytes);
    }

    [Fact]
    public async Task A_relative_redirect_is_followed()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Path == "/photo.jpg") return Send(context);
            context.Response.Redirect("/photo.jpg");
            return Task.CompletedTask;
        });
        using var fetcher = Fetcher();
        var fetched = await fetcher.FetchAsync($"{server.Address}a");
        Assert.Equal("/photo.jpg", fetched.FinalAddress.AbsolutePath);
    }

    [Theory]
    [InlineData("", FetchRefusal.Malformed)]
    [InlineData("photo.jpg", FetchRefusal.Malformed)]
    [InlineData("//example.com/a.jpg", FetchRefusal.Scheme)]
    [InlineData("http://", FetchRefusal.Malformed)]
    [InlineData("file:///etc/passwd", FetchRefusal.Scheme)]
    [InlineData("ftp://example.com/a.jpg", FetchRefusal.Scheme)]
    [InlineData("gopher://example.com/a", FetchRefusal.Scheme)]
    [InlineData("data:image/png;base64,AAAA", FetchRefusal.Scheme)]
    [InlineData("javascript:alert(1)", FetchRefusal.Scheme)]
    [InlineData("http://user:word@example.com/a.jpg", FetchRefusal.Credentials)]
    [InlineData("http://example.com@127.0.0.1/a.jpg", FetchRefusal.Credentials)]
    [InlineData("http://example.com:22/a.jpg", FetchRefusal.Port)]
    [InlineData("http://example.com:25/a.jpg", FetchRefusal.Port)]
    [InlineData("http://127.0.0.1/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://localhost/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://2130706433/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://0x7f000001/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://0177.0.0.1/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://127.1/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://[::1]/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://[::ffff:127.0.0.1]/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://[::ffff:7f00:1]/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://[64:ff9b::7f00:1]/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://[fe80::1]/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://[fd00::1]/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://169.254.169.254/latest/meta-data/", FetchRefusal.PrivateAddress)]
    [InlineData("http://10.0.0.1/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://192.168.0.1/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://172.16.0.1:8080/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://100.64.0.1/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://0.0.0.0/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://255.255.255.255/a.jpg", FetchRefusal.PrivateAddress)]
    public async Task A_hostile_address_is_refused_for_its_reason(string address, FetchRefusal refusal)
    {
        using var fetcher = new PictureFetcher(new FetchOptions { Timeout = TimeSpan.FromSeconds(5) });
        Assert.Equal(refusal, (await Assert.ThrowsAsync<FetchException>(() => fetcher.FetchAsync(address))).Refusal);
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_refused()
    {
        using var fetcher = new PictureFetcher();
        Assert.Equal(FetchRefusal.Malformed, (await Assert.ThrowsAsync<FetchException>(() => fetcher.FetchAsync($"http://example.com/{new string('a', 3000)}"))).Refusal);
    }

    [Theory]
    [InlineData("http://127.0.0.2/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("http://10.0.0.1/a.jpg", FetchRefusal.PrivateAddress)]
    [InlineData("file:///etc/passwd", FetchRefusal.Scheme)]
    [InlineData("http://a:b@127.0.0.1/a.jpg", FetchRefusal.Credentials)]
    [InlineData("/again", FetchRefusal.Redirect)]
    public async Task A_redirect_is_checked_like_an_address(string location, FetchRefusal refusal)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        });
        Assert.Equal(refusal, await RefusalAsync($"{server.Address}again"));
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_the_second_time_is_caught_on_the_connection()
    {
        await using var server = await LoopbackServer.StartAsync(Send);
        var looks = 0;
        using var fetcher = new PictureFetcher(new FetchOptions(), address => address.Equals(Server), (_, _) => Task.FromResult(++looks == 1 ? [Server] : new[] { IPAddress.Parse("127.0.0.9") }));
        var address = $"http://photos.test:{server.Address.Port}/a.jpg";
        Assert.Equal(Picture, (await fetcher.FetchAsync(address)).Bytes);
        Assert.Equal(FetchRefusal.PrivateAddress, (await Assert.ThrowsAsync<FetchException>(() => fetcher.FetchAsync(address))).Refusal);
    }

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused()
    {
        using var fetcher = new PictureFetcher(new FetchOptions(), AddressPolicy.IsPublic, (_, _) => Task.FromResult(new[] { IPAddress.Parse("1.1.1.1"), IPAddress.Parse("10.0.0.1") }));
        Assert.Equal(FetchRefusal.PrivateAddress, (await Assert.ThrowsAsync<FetchException>(() => fetcher.FetchAsync("http://photos.test/a.jpg"))).Refusal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(204)]
    public async Task An_answer_without_a_picture_is_refused(int status)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Assert.Equal(FetchRefusal.Status, await RefusalAsync($"{server.Address}a.jpg"));
    }

    [Theory]
    [InlineData("text/html", "")]
    [InlineData("image/svg+xml", "")]
    [InlineData("application/json", "")]
    [InlineData("image/jpeg", "gzip")]
    public async Task Another_type_or_a_compressed_body_is_refused(string type, string encoding)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = type;
            if (encoding.Length > 0) context.Response.Headers.ContentEncoding = encoding;
            return context.Response.Body.WriteAsync(Picture).AsTask();
        });
        Assert.Equal(FetchRefusal.WrongType, await RefusalAsync($"{server.Address}a.jpg"));
    }

    [Fact]
    public async Task An_endless_body_is_cut_at_the_limit()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "image/jpeg";
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[65536], context.RequestAborted);
        });
        Assert.Equal(FetchRefusal.TooLarge, await RefusalAsync($"{server.Address}a.jpg", new FetchOptions { MaximumBytes = 1 << 20 }));
    }

    [Fact]
    public async Task A_length_that_is_too_large_is_refused_before_the_body()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "image/jpeg";
            context.Response.ContentLength = 1L << 40;
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        Assert.Equal(FetchRefusal.TooLarge, await RefusalAsync($"{server.Address}a.jpg"));
    }

    [Fact]
    public async Task A_body_that_drips_ends_at_the_deadline()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "image/jpeg";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1]);
                await context.Response.Body.FlushAsync();
                await Task.Delay(50);
            }
        });
        Assert.Equal(FetchRefusal.TooSlow, await RefusalAsync($"{server.Address}a.jpg", new FetchOptions { Timeout = TimeSpan.FromMilliseconds(500) }));
    }

    [Fact]
    public async Task A_server_that_is_down_is_unreachable()
    {
        await using var server = await LoopbackServer.StartAsync(Send);
        var address = $"{server.Address}a.jpg";
        await server.DisposeAsync();
        Assert.Equal(FetchRefusal.Unreachable, await RefusalAsync(address));
    }

    [Fact]
    public async Task Private_addresses_are_fetched_where_a_person_allows_it()
    {
        await using var server = await LoopbackServer.StartAsync(Send);
        using var fetcher = new PictureFetcher(new FetchOptions { AllowPrivateAddresses = true });
        Assert.Equal(Picture, (await fetcher.FetchAsync($"{server.Address}a.jpg")).Bytes);
    }

    private static PictureFetcher Fetcher(FetchOptions? options = null) => new(options ?? new FetchOptions(), address => address.Equals(Server), Dns.GetHostAddressesAsync);

    private static async Task<FetchRefusal> RefusalAsync(string address, FetchOptions? options = null)
    {
        using var fetcher = Fetcher(options);
        return (await Assert.ThrowsAsync<FetchException>(() => fetcher.FetchAsync(address))).Refusal;
    }

    private static Task Send(HttpContext context)
    {
        context.Response.ContentType = "image/jpeg";
        return context.Response.Body.WriteAsync(Picture).AsTask();
    }
}
