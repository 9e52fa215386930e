using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Vislumbre.Web;

namespace Vislumbre.Tests.Web;

/// <summary>Who comes in, by what, and what is kept from those who come from elsewhere.</summary>
public sealed partial class Access_to_the_server(ServedLibrary served) : IClassFixture<ServedLibrary>
{
    private const string Token = "a token that nobody guesses";
    private static readonly string[] Everything = ["/", "/?q=lake", "/photo/1", "/map", "/collections", "/library", "/photos/1", "/thumbnails/1", "/map/tiles/0/0/0", "/metrics", "/openapi/v1.json", "/api/", "/api/v1/search?q=lake", "/api/v1/library"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.0.0.0", null, null)]
    [InlineData("::", null, null)]
    [InlineData("192.168.1.5", null, null)]
    [InlineData("0.0.0.0", "short", null)]
    [InlineData("127.0.0.1", "short", null)]
    [InlineData("127.0.0.1", Token, "X-User")]
    [InlineData("127.0.0.1", null, "X-User")]
    public void A_server_that_would_be_open_to_others_is_not_begun(string address, string? token, string? header) => Assert.Throws<ServeException>(() =>
        WebServer.Build(served.Library, served.Encoder, new WebOptions { Port = 0, Address = IPAddress.Parse(address), Token = token, TrustedHeader = header }));

    [Fact]
    public async Task Without_the_token_nothing_is_given_out_and_with_it_everything_is()
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0, Address = IPAddress.Any, Token = Token });
        foreach (var path in Everything)
        {
            var refused = await client.GetAsync(path, Cancelled);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
            using var wrong = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token + "x") } };
            // After ten guesses it only says to wait.
            Assert.True((await client.SendAsync(wrong, Cancelled)).StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests);
            using var right = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
            Assert.True((await client.SendAsync(right, Cancelled)).IsSuccessStatusCode || path == "/map/tiles/0/0/0", path);
        }

        foreach (var path in (string[])["/healthz", "/readyz", "/sign-in"]) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_browser_signs_in_once_and_out_again()
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0, Token = Token });
        using var page = new HttpRequestMessage(HttpMethod.Get, "/photo/1?q=lake&at=1") { Headers = { { "Accept", "text/html" } } };
        var sent = await client.SendAsync(page, Cancelled);
        Assert.Equal("/sign-in?to=%2Fphoto%2F1%3Fq%3Dlake%26at%3D1", sent.Headers.Location?.OriginalString);
        Assert.Contains("wrong=1", (await SignInAsync(client, "another token", "/")).Location, StringComparison.Ordinal);

        var (location, cookie) = await SignInAsync(client, Token, "/photo/1?q=lake&at=1");
        Assert.Equal("/photo/1?q=lake&at=1", location);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/photo/1", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/photo/1", "vislumbre-0=made-up"));

        var form = await FormAsync(client, "/", cookie);
        using var leaving = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent(form.Fields), Headers = { { "Cookie", form.Cookies } } };
        Assert.Equal("/sign-in", (await client.SendAsync(leaving, Cancelled)).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/photo/1", cookie));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_nowhere_else(string to)
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0, Token = Token });
        Assert.Equal("/", (await SignInAsync(client, Token, to)).Location);
    }

    [Fact]
    public async Task Whoever_guesses_is_made_to_wait()
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0, Token = Token });
        var form = await FormAsync(client, "/sign-in", null);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            using var guess = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([.. form.Fields, new("token", $"guess {i}")]), Headers = { { "Cookie", form.Cookies } } };
            answers.Add((await client.SendAsync(guess, Cancelled)).StatusCode);
        }

        Assert.Equal(10, answers.Count(answer => answer == HttpStatusCode.Found));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        // By header as by form; who knows the token comes in all the while.
        answers.Clear();
        for (var i = 0; i < 12; i++)
        {
            using var guess = new HttpRequestMessage(HttpMethod.Get, "/api/v1/library") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", $"guess {i}") } };
            answers.Add((await client.SendAsync(guess, Cancelled)).StatusCode);
        }

        Assert.Equal(10, answers.Count(answer => answer == HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        using var right = new HttpRequestMessage(HttpMethod.Get, "/api/v1/library") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(right, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_form_of_a_page_from_before_a_restart_leads_back_with_a_sentence()
    {
        foreach (var (path, page) in new[] { ("/collections/keep", "/collections"), ("/collection/3/rename", "/collection/3"), ("/photo/1/open", "/photo/1"), ("/sign-in", "/sign-in"), ("/library/stop", "/library") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "Accept", "text/html" } }, Content = new FormUrlEncodedContent([new("__RequestVerificationToken", "old"), new("name", "x")]) };
            var answer = await served.Client.SendAsync(request, Cancelled);
            Assert.Equal((path, HttpStatusCode.Found, page), (path, answer.StatusCode, answer.Headers.Location?.OriginalString));
            Assert.Contains("notice=", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_odd_request_makes_it_stumble()
    {
        string[] odd = ["/photo/1?at=abc", "/photo/1?at=-5&q=lake", "/photo/1?at=99999999&q=lake", "/photo/1?why=%22", "/collection/1?skip=abc", "/collection/99999", "/?kept=abc", "/?q=lake&skip=9990", "/?q=lake&k=1000", "/?q=lake&skip=10000",
            "/?q=%00", "/?more=1,1,1", "/?more=99999", "/?like=abc", "/?problem=%3Cscript%3E", "/map?q=by:", "/map?like=99", "/map/tiles/0/5/5", "/map/tiles/99/0/0", "/thumbnails/1?w=abc", "/thumbnails/1?w=-1", "/photos/99999", "/sign-in?to=/%C3%A9",
            "/api/v1/search?q=a&k=abc", "/api/v1/nothing", "/api/v1/photos/99999/image", "/api/v1/photos/abc", "/api/v1/suggestions?q=%22%22:", "/api/v1/suggestions?q=by:an", "/api/v1/map/hits", "/lang?lang=xx"];
        foreach (var path in odd)
        {
            foreach (var accept in new[] { "text/html", "application/json" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
                var answer = await served.Client.SendAsync(request, Cancelled);
                Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
                if (accept.EndsWith("json", StringComparison.Ordinal) && path.StartsWith("/api", StringComparison.Ordinal) && !answer.IsSuccessStatusCode) Assert.Equal((path, "application/problem+json"), (path, answer.Content.Headers.ContentType?.MediaType));
            }
        }

        foreach (var (path, body) in new[] { ("embeddings", "{}"), ("embeddings", "{\"texts\":[null]}"), ("photos/similar", "{}"), ("library/job", "{}"), ("library/job", "{\"paths\":[null]}"), ("library/job", "{\"paths\":[\"/tmp/a\\u0000b\"]}"), ("search", "{"), ("search", "{\"more\":[" + string.Join(',', Enumerable.Range(1, 200)) + "]}"), ("search", "[]") })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            var answer = await served.Client.PostAsync($"/api/v1/{path}", content, Cancelled);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{path} {body}: {answer.StatusCode}");
            Assert.Equal((path, "application/problem+json"), (path, answer.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task A_form_without_its_proof_is_refused()
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0 });
        foreach (var path in (string[])["/collections/keep", "/library/index", "/library/stop", "/photo/1/open", "/sign-out", "/sign-in", "/pictures"])
        {
            using var form = new MultipartFormDataContent { { new StringContent("x"), "name" }, { new StringContent("/"), "path" } };
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, (await client.PostAsync(path, form, Cancelled)).StatusCode));
        }

        Assert.Empty(served.Library.Catalog.Lists.All());
    }

    [Fact]
    public async Task Behind_a_proxy_only_those_come_in_whom_it_names()
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0, TrustedHeader = "X-User", Hosts = ["photos.example"] });
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/", Cancelled)).StatusCode);
        using var named = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-User", "ana" } } };
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(named, Cancelled)).StatusCode);
        // A page elsewhere that calls itself by this address could say any name.
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-User", "ana" }, { "Host", "evil.example" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(rebound, Cancelled)).StatusCode);
        using var proxied = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-User", "ana" }, { "Host", "photos.example" } } };
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(proxied, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Who_comes_from_elsewhere_sees_no_paths_and_indexes_nothing()
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0, Address = IPAddress.Any, Token = Token });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var path in Everything.Where(path => path is not "/photos/1" and not "/thumbnails/1" and not "/map/tiles/0/0/0" and not "/metrics").Append("/api/v1/photos/1").Append("/api/v1/search?q=lake"))
            Assert.DoesNotContain(served.Folder, await client.GetStringAsync(path, Cancelled), StringComparison.Ordinal);
        foreach (var path in (string[])["/?like=99999", "/?q=path:/tmp", "/api/v1/search?like=99999", "/api/v1/search?q=-(path:a+OR+by:b)", "/api/v1/photos/99999/explanation?q=x"])
        {
            var answer = await client.GetAsync(path, Cancelled);
            Assert.False(answer.IsSuccessStatusCode, path);
            Assert.DoesNotContain(served.Library.Folder.Path, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        }

        foreach (var path in (string[])["/api/v1/library/job", "/api/v1/library/failures", "/api/v1/library/events"]) Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(path, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsJsonAsync("/api/v1/library/job", new { paths = new[] { served.Folder } }, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_says_what_a_browser_may_load()
    {
        foreach (var path in (string[])["/", "/?q=lake", "/photo/1", "/nothing-here", "/api/v1/search?q=by:"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
            var headers = (await served.Client.SendAsync(request, Cancelled)).Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        }

        using var missing = new HttpRequestMessage(HttpMethod.Get, "/nothing-here") { Headers = { { "Accept", "text/html" } } };
        var answer = await served.Client.SendAsync(missing, Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is nothing here", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_too_large_is_refused_before_it_is_read()
    {
        using var client = await served.ServeAsync(new WebOptions { Port = 0, MaximumUpload = 1 << 16 });
        using var body = new ByteArrayContent(new byte[1 << 20]) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("/api/v1/search/picture", body, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Whoever_asks_from_elsewhere_without_end_is_made_to_wait_and_this_machine_is_not()
    {
        // Asked at its own address in the network, this machine is one among others.
        var address = NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(one => one.Address).FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one));
        Assert.SkipWhen(address is null, "This machine has no address but loopback.");
        using var local = await served.ServeAsync(new WebOptions { Port = 0, Address = IPAddress.Any, Token = Token });
        using var client = new HttpClient { BaseAddress = new UriBuilder(local.BaseAddress!) { Host = address!.ToString() }.Uri };
        foreach (var one in new[] { local, client }) one.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => client.GetAsync("/api/v1/suggestions?q=b", Cancelled)));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.InRange(answers.Count(answer => answer.IsSuccessStatusCode), 200, 399);
        var own = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => local.GetAsync("/api/v1/suggestions?q=b", Cancelled)));
        Assert.All(own, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    private static async Task<(string Location, string Cookie)> SignInAsync(HttpClient client, string token, string to)
    {
        var form = await FormAsync(client, "/sign-in", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([.. form.Fields, new("token", token), new("to", to)]), Headers = { { "Cookie", form.Cookies } } };
        var answer = await client.SendAsync(request, Cancelled);
        return (answer.Headers.Location?.OriginalString ?? answer.StatusCode.ToString(), answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First() : "");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", cookie.Split(';')[0] } } };
        return (await client.SendAsync(request, Cancelled)).StatusCode;
    }

    // A page's antiforgery field, and the cookie that goes with it.
    private static async Task<(List<KeyValuePair<string, string>> Fields, string Cookies)> FormAsync(HttpClient client, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie.Split(';')[0]);
        var answer = await client.SendAsync(request, Cancelled);
        var proof = Proof().Match(await answer.Content.ReadAsStringAsync(Cancelled)).Groups[1].Value;
        var cookies = answer.Headers.GetValues("Set-Cookie").Select(one => one.Split(';')[0]);
        if (cookie is not null) cookies = cookies.Append(cookie.Split(';')[0]);
        return ([new("__RequestVerificationToken", proof)], string.Join("; ", cookies));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Proof();
}
