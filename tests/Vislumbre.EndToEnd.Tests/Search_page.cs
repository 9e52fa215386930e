using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>The page in a real browser.</summary>
public sealed class Search_page(ServedPage served) : IClassFixture<ServedPage>
{
    private const string Hits = ".hits .hit";

    [Fact]
    public async Task Before_the_first_search_it_says_how_to_start()
    {
        var page = await served.OpenAsync();
        Assert.Equal("two dogs playing in the snow", await page.GetAttributeAsync("#q", "placeholder"));
        Assert.Equal("Getting started", await page.TextContentAsync("#start"));
        Assert.Contains($"{ServedPage.Count} photos", await page.TextContentAsync(".start"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator(Hits).CountAsync());
        await page.Locator(".examples a").First.ClickAsync();
        await page.WaitForSelectorAsync(Hits);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Words_find_photos_with_and_without_script(bool script)
    {
        var page = await served.OpenAsync(script: script);
        await page.FillAsync("#q", "a lake between mountains");
        await page.ClickAsync(".search button");
        await page.WaitForSelectorAsync(Hits);
        Assert.True(await page.Locator(Hits).CountAsync() >= ServedPage.PageSize);
        Assert.Contains("q=a+lake+between+mountains", page.Url, StringComparison.Ordinal);
        Assert.Equal("a lake between mountains", await page.TextContentAsync("#hits"));
        if (script) await AssertPicturesAsync(page);
        await page.GoBackAsync();
        Assert.Equal(0, await page.Locator(Hits).CountAsync());
        await page.GoForwardAsync();
        Assert.True(await page.Locator(Hits).CountAsync() >= ServedPage.PageSize);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pictures_address_finds_the_photo_itself_first(bool script)
    {
        await using var pictures = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = "image/jpeg";
            return context.Response.Body.WriteAsync(File.ReadAllBytes(Path.Combine(served.Photos, "painting-0007.jpg"))).AsTask();
        });
        var page = await served.OpenAsync(script: script, address: served.AllowingAddress);
        await page.ClickAsync(".picture summary");
        await page.FillAsync("#q", "");
        await page.FillAsync("input[name=image]", $"{pictures.Address}photo.jpg");
        await page.ClickAsync(".search .line button");
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("painting-0007.jpg", await FirstAsync(page));
        Assert.Contains("like your picture", await page.TextContentAsync(".chips"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_an_earlier_version_still_leads_to_the_search() =>
        Assert.Contains("Only http and https", await (await served.OpenAsync("/?by=address&q=file:///etc/passwd")).TextContentAsync("[role=alert]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1/a.jpg", "does not lead to a public address")]
    [InlineData("http://169.254.169.254/latest/meta-data", "does not lead to a public address")]
    [InlineData("file:///etc/passwd", "Only http and https")]
    [InlineData("nonsense", "not an address")]
    public async Task An_address_that_leads_inside_is_refused_with_a_sentence(string address, string said)
    {
        var page = await served.OpenAsync($"/?image={Uri.EscapeDataString(address)}");
        Assert.Contains(said, await page.TextContentAsync("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator(Hits).CountAsync());
    }

    [Fact]
    public async Task A_chosen_picture_is_searched_with_at_once()
    {
        var page = await served.OpenAsync();
        await page.SetInputFilesAsync("#picture", Path.Combine(served.Photos, "painting-0011.jpg"));
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("painting-0011.jpg", await FirstAsync(page));
        await AssertPicturesAsync(page);
        await page.ReloadAsync();
        Assert.Equal("painting-0011.jpg", await FirstAsync(page));
    }

    [Fact]
    public async Task A_chosen_picture_is_searched_with_without_script_too()
    {
        var page = await served.OpenAsync(script: false);
        await page.ClickAsync(".picture summary");
        await page.SetInputFilesAsync("#picture", Path.Combine(served.Photos, "painting-0012.jpg"));
        await page.ClickAsync(".picture button");
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("painting-0012.jpg", await FirstAsync(page));
    }

    [Theory]
    [InlineData("paste", "clipboardData")]
    [InlineData("drop", "dataTransfer")]
    public async Task A_pasted_or_dropped_picture_is_searched_with(string kind, string carrier)
    {
        var page = await served.OpenAsync();
        var bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(served.Photos, "painting-0005.jpg")));
        await page.EvaluateAsync(
            """
            ({ kind, carrier, bytes }) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], "photo.jpg", { type: "image/jpeg" }));
              const options = { bubbles: true, cancelable: true, [carrier]: data };
              document.body.dispatchEvent(kind === "paste" ? new ClipboardEvent(kind, options) : new DragEvent(kind, options));
            }
            """, new { kind, carrier, bytes });
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("painting-0005.jpg", await FirstAsync(page));
    }

    [Fact]
    public async Task Something_that_is_no_picture_is_refused_with_a_sentence()
    {
        var page = await served.OpenAsync(script: false);
        await page.ClickAsync(".picture summary");
        await page.SetInputFilesAsync("#picture", new FilePayload { Name = "words.jpg", MimeType = "image/jpeg", Buffer = "words"u8.ToArray() });
        await page.ClickAsync(".picture button");
        Assert.Contains("not a picture", await page.TextContentAsync("[role=alert]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Similar_goes_on_from_a_photo()
    {
        var page = await served.OpenAsync("/?q=trees");
        var first = await FirstAsync(page);
        await page.Locator(Hits).First.GetByText("Similar").ClickAsync();
        await page.WaitForURLAsync("**/?like=*");
        Assert.NotEqual(first, await FirstAsync(page));
    }

    [Fact]
    public async Task More_photos_go_on_where_the_page_ends_without_script()
    {
        var page = await served.OpenAsync("/?q=trees&all=1", script: false);
        var first = await NumbersAsync(page);
        Assert.Equal(ServedPage.PageSize, first.Length);
        await page.ClickAsync("a.more");
        var second = await NumbersAsync(page);
        Assert.Equal(ServedPage.Count - ServedPage.PageSize, second.Length);
        Assert.Empty(first.Intersect(second));
        Assert.Equal("trees", await page.InputValueAsync("#q"));
        Assert.Equal(0, await page.Locator("a.more").CountAsync());
    }

    [Fact]
    public async Task More_photos_come_by_themselves_as_they_are_scrolled_to()
    {
        var page = await served.OpenAsync("/?q=trees&all=1");
        await page.EvaluateAsync("window.scrollTo(0, document.body.scrollHeight)");
        await page.Locator(Hits).Nth(ServedPage.Count - 1).WaitForAsync();
        Assert.Equal(ServedPage.Count, (await NumbersAsync(page)).Distinct().Count());
        Assert.EndsWith("/?q=trees&all=1", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_in_Portuguese_gets_Portuguese_and_the_language_can_be_chosen()
    {
        var page = await served.OpenAsync("/?q=montanhas", locale: "pt-BR");
        Assert.Equal("Encontre fotografias pelo que elas mostram", await page.TextContentAsync("h1"));
        Assert.Equal("pt", await page.GetAttributeAsync("html", "lang"));
        await page.ClickAsync(".language a");
        Assert.Equal("Find photographs by what they show", await page.TextContentAsync("h1"));
        Assert.NotEqual(0, await page.Locator(Hits).CountAsync());
        await page.ClickAsync(".search .line button");
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("Find photographs by what they show", await page.TextContentAsync("h1"));
        await page.ClickAsync("nav a[href='/library']");
        Assert.Equal("Library", await page.TextContentAsync("h1"));
    }

    [Fact]
    public async Task It_can_be_used_by_keyboard_alone()
    {
        var page = await served.OpenAsync();
        await page.FocusAsync("#q");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("sunset");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("sunset", await page.TextContentAsync("#hits"));
        await page.Keyboard.PressAsync("/");
        Assert.Equal("q", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Escape");
        await page.FocusAsync(Hits + " .photo");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/photo/**");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?q=trees")]
    [InlineData("/?q=trees+by:")]
    [InlineData("/?like=3&sort=date")]
    [InlineData("/?q=color:blue&more=1,2&less=3")]
    [InlineData("/photo/3?q=trees&at=2&why=sky")]
    [InlineData("/map?q=trees")]
    [InlineData("/collections")]
    [InlineData("/library")]
    [InlineData("/sign-in?wrong=1")]
    [InlineData("/not-found")]
    public async Task Axe_finds_nothing_to_object_to_in_either_theme(string path)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await served.OpenAsync(path, scheme: scheme);
            if (path.StartsWith("/map", StringComparison.Ordinal)) await page.WaitForSelectorAsync("#map .tile:not([hidden])");
            var result = await page.RunAxe();
            Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(violation => $"{scheme} {violation.Id}: {violation.Help} ({string.Join(", ", violation.Nodes.Select(node => node.Html))})")));
        }
    }

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1280, 900)]
    [InlineData(390, 844)]
    [InlineData(320, 640)]
    public async Task It_fits_the_screen(int width, int height)
    {
        foreach (var path in new[] { "/", "/?q=trees", "/photo/3?why=sky", "/map", "/collections", "/library" })
        {
            var page = await served.OpenAsync(path, width: width, height: height);
            // The page of a map that is being made comes anew when it is there.
            if (path == "/map") await page.WaitForSelectorAsync("#map .tile:not([hidden])");
            Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), $"{path} at {width}");
        }
    }

    [Fact]
    public async Task Only_photos_of_the_library_are_given_out_and_other_names_for_this_machine_are_refused()
    {
        using var client = new HttpClient { BaseAddress = new Uri(served.Address) };
        Assert.Equal(200, (int)(await client.GetAsync("/photos/1")).StatusCode);
        foreach (var path in (string[])["/photos/999", "/photos/..%2f..%2fetc%2fpasswd", "/thumbnails/999", "/pictures/none", "/assets/..%2fVislumbre.Web.dll"])
            Assert.Equal(404, (int)(await client.GetAsync(path)).StatusCode);
        Assert.Equal(400, (int)(await client.GetAsync("/?like=abc")).StatusCode);
        Assert.Equal(400, (int)(await client.GetAsync("/?like=99999")).StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "evil.example" } };
        Assert.Equal(400, (int)(await client.SendAsync(rebound)).StatusCode);
        using var forged = new MultipartFormDataContent { { new ByteArrayContent(PaintedPictures.Encode(40, 30, 1)), "picture", "a.jpg" } };
        Assert.Equal(400, (int)(await client.PostAsync("/pictures", forged)).StatusCode);
        var headers = (await client.GetAsync("/")).Headers;
        Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static Task<string[]> NumbersAsync(IPage page) => page.Locator($"{Hits} .pick").EvaluateAllAsync<string[]>("all => all.map(one => one.value)");

    private static Task<string?> FirstAsync(IPage page) => page.Locator(Hits).First.Locator(".file").TextContentAsync();

    // Each picture must really be there: decoding fails for one that is not. (Waiting for a condition would need eval, which the page's
    // content policy forbids.)
    private static async Task AssertPicturesAsync(IPage page) => await page.EvaluateAsync(
        """
        async () => {
          for (const img of document.querySelectorAll("main img")) {
            img.loading = "eager";
            await img.decode();
          }
        }
        """);
}
