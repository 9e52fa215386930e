using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vislumbre.Sources;
using static Vislumbre.Sources.FetchRefusal;

namespace Vislumbre.Tests.Web;

/// <summary>Addresses that would lead the server where it should not go. What redirects, names that change, bodies without end and the like do is tested where fetching is.</summary>
public sealed class Hostile_addresses(ServedLibrary served) : IClassFixture<ServedLibrary>
{
    /// <summary>Each with the reason for which it is refused.</summary>
    public static TheoryData<string, FetchRefusal> Table => new()
    {
        // This machine, in every way of writing it.
        { "http://127.0.0.1/a.jpg", PrivateAddress }, { "http://127.1/a.jpg", PrivateAddress }, { "http://127.0.1/a.jpg", PrivateAddress },
        { "http://127.255.255.254/a.jpg", PrivateAddress }, { "http://2130706433/a.jpg", PrivateAddress }, { "http://0x7f000001/a.jpg", PrivateAddress }, { "http://0x7f.1/a.jpg", PrivateAddress },
        { "http://0177.0.0.1/a.jpg", PrivateAddress }, { "http://017700000001/a.jpg", PrivateAddress }, { "http://0/a.jpg", PrivateAddress }, { "http://0.0.0.0/a.jpg", PrivateAddress },
        { "http://localhost/a.jpg", PrivateAddress }, { "http://LOCALHOST/a.jpg", PrivateAddress }, { "http://localhost:8080/a.jpg", PrivateAddress },
        { "http://[::1]/a.jpg", PrivateAddress }, { "http://[0:0:0:0:0:0:0:1]/a.jpg", PrivateAddress }, { "http://[::]/a.jpg", PrivateAddress },
        { "http://[::ffff:127.0.0.1]/a.jpg", PrivateAddress }, { "http://[::ffff:7f00:1]/a.jpg", PrivateAddress }, { "http://[0:0:0:0:0:ffff:7f00:1]/a.jpg", PrivateAddress }, { "http://[::127.0.0.1]/a.jpg", PrivateAddress },
        { "http://[64:ff9b::7f00:1]/a.jpg", PrivateAddress }, { "http://[2002:7f00:1::]/a.jpg", PrivateAddress },
        { "http://127.0.0.1#@example.com/a.jpg", PrivateAddress }, { "http://127.0.0.1?@example.com/a.jpg", PrivateAddress }, { "http://127.0.0.1:80/a.jpg", PrivateAddress }, { "https://127.0.0.1/a.jpg", PrivateAddress },
        { "http://１２７.０.０.１/a.jpg", PrivateAddress }, { "HTTP://127.0.0.1/a.jpg", PrivateAddress },
        // Its network, and what clouds keep there.
        { "http://169.254.169.254/latest/meta-data/", PrivateAddress }, { "http://2852039166/latest/meta-data/", PrivateAddress }, { "http://0xa9fea9fe/", PrivateAddress }, { "http://[::ffff:169.254.169.254]/", PrivateAddress },
        { "http://[fe80::1]/a.jpg", PrivateAddress }, { "http://[fd00:ec2::254]/latest/", PrivateAddress }, { "http://[fc00::1]/a.jpg", PrivateAddress }, { "http://[fec0::1]/a.jpg", PrivateAddress }, { "http://[ff02::1]/a.jpg", PrivateAddress },
        { "http://10.0.0.1/a.jpg", PrivateAddress }, { "http://167772161/a.jpg", PrivateAddress }, { "http://012.0.0.1/a.jpg", PrivateAddress }, { "http://172.16.0.1:8080/a.jpg", PrivateAddress }, { "http://172.31.255.255/a.jpg", PrivateAddress },
        { "http://192.168.1.1/a.jpg", PrivateAddress }, { "http://3232235777/a.jpg", PrivateAddress }, { "http://100.64.0.1/a.jpg", PrivateAddress }, { "http://[2002:c0a8:101::]/a.jpg", PrivateAddress },
        // Nowhere that has photos.
        { "http://198.18.0.1/a.jpg", PrivateAddress }, { "http://192.0.2.1/a.jpg", PrivateAddress }, { "http://198.51.100.1/a.jpg", PrivateAddress }, { "http://203.0.113.1/a.jpg", PrivateAddress }, { "http://192.88.99.1/a.jpg", PrivateAddress },
        { "http://224.0.0.1/a.jpg", PrivateAddress }, { "http://240.0.0.1/a.jpg", PrivateAddress }, { "http://255.255.255.255/a.jpg", PrivateAddress }, { "http://[2001:db8::1]/a.jpg", PrivateAddress },
        // Other ways than http and https.
        { "file:///etc/passwd", Scheme }, { "FILE:///etc/passwd", Scheme }, { "gopher://example.com/1", Scheme }, { "ftp://example.com/a.jpg", Scheme }, { "dict://example.com:11211/stats", Scheme }, { "ldap://example.com/", Scheme },
        { "ws://example.com/a.jpg", Scheme }, { "data:image/png;base64,AAAA", Scheme }, { "javascript:alert(1)", Scheme }, { "jar:http://example.com/a!/b", Scheme }, { "//example.com/a.jpg", Scheme }, { "unix:///run/docker.sock", Scheme },
        // Another host than it seems.
        { "http://example.com@127.0.0.1/a.jpg", Credentials }, { "http://user:word@example.com/a.jpg", Credentials }, { "http://example.com:80@127.0.0.1/a.jpg", Credentials }, { "http://user@example.com/a.jpg", Credentials },
        // Services that are no web servers.
        { "http://example.com:22/a.jpg", Port }, { "http://example.com:25/a.jpg", Port }, { "http://example.com:6379/a.jpg", Port }, { "http://example.com:11211/a.jpg", Port },
        // No addresses at all.
        { "nonsense", Malformed }, { "http://", Malformed }, { "http:///a.jpg", Malformed }, { "http://[::1/a.jpg", Malformed }, { "http://exa mple.com/a.jpg", Malformed }, { "photo.jpg", Malformed },
    };

    [Fact]
    public void There_are_more_than_sixty() => Assert.True(Table.Count > 60);

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_is_refused_for_its_reason(string address, FetchRefusal refusal)
    {
        using var fetcher = new PictureFetcher(new FetchOptions { Timeout = TimeSpan.FromSeconds(5) });
        Assert.Equal(refusal, (await Assert.ThrowsAsync<FetchException>(() => fetcher.FetchAsync(address, TestContext.Current.CancellationToken))).Refusal);
    }

    [Fact]
    public async Task The_server_asks_none_of_them()
    {
        foreach (var row in Table)
        {
            var (address, _) = row.Data;
            var answer = await served.Client.GetAsync($"/api/v1/search?image={Uri.EscapeDataString(address)}", TestContext.Current.CancellationToken);
            Assert.Equal((address, HttpStatusCode.UnprocessableEntity), (address, answer.StatusCode));
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.Equal("urn:vislumbre:address", problem.GetProperty("type").GetString());
        }
    }
}
