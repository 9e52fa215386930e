using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>The page in a real browser.</summary>
public sealed class Search_page(ServedPage served) : IClassFixture<ServedPage>
{
    private const string Hits = ".hits li";

    [Fact]
    public async Task Before_the_first_search_it_says_how_to_start()
    {
        var page = await served.OpenAsync();
        Assert.Equal("two dogs playing in the snow", await page.InputValueAsync("#q"));
        Assert.Equal("Getting started", await page.TextContentAsync("#start"));
        Assert.Contains("24 photos", await page.TextContentAsync(".start"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator(Hits).CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Words_find_nine_photos_with_and_without_script(bool script)
    {
        var page = await served.OpenAsync(script: script);
        await page.FillAsync("#q", "a lake between mountains");
        await page.ClickAsync(".search button");
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal(9, await page.Locator(Hits).CountAsync());
        Assert.Contains("q=a+lake+between+mountains", page.Url, StringComparison.Ordinal);
        Assert.Equal("a lake between mountains", await page.TextContentAsync("#hits"));
        if (script) await AssertPicturesAsync(page);
        await page.GoBackAsync();
        Assert.Equal(0, await page.Locator(Hits).CountAsync());
        await page.GoForwardAsync();
        Assert.Equal(9, await page.Locator(Hits).CountAsync());
    }

    [Fact]
    public async Task A_pictures_address_finds_the_photo_itself_first()
    {
        await using var pictures = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = "image/jpeg";
            return context.Response.Body.WriteAsync(File.ReadAllBytes(Path.Combine(served.Photos, "painting-0007.jpg"))).AsTask();
        });
        var page = await served.OpenAsync(address: served.AllowingAddress);
        await page.CheckAsync("input[name=by][value=address]");
        Assert.Equal("", await page.InputValueAsync("#q"));
        await page.FillAsync("#q", $"{pictures.Address}photo.jpg");
        await page.ClickAsync(".search button");
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("painting-0007.jpg", await FirstAsync(page));
        await AssertPicturesAsync(page);
    }

    [Theory]
    [InlineData("http://127.0.0.1/a.jpg", "does not lead to a public address")]
    [InlineData("http://169.254.169.254/latest/meta-data", "does not lead to a public address")]
    [InlineData("file:///etc/passwd", "Only http and https")]
    [InlineData("nonsense", "not an address")]
    public async Task An_address_that_leads_inside_is_refused_with_a_sentence(string address, string said)
    {
        var page = await served.OpenAsync($"/?by=address&q={Uri.EscapeDataString(address)}");
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
        Assert.Equal(9, await page.Locator(Hits).CountAsync());
        Assert.NotEqual(first, await FirstAsync(page));
    }

    [Fact]
    public async Task More_photos_go_on_where_the_page_ends()
    {
        var page = await served.OpenAsync("/?q=trees&mode=meaning");
        var first = await page.Locator($"{Hits} .photo").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))");
        await page.ClickAsync("a.more");
        await page.WaitForFunctionAsync("location.search.includes('skip=9') && document.readyState === 'complete'");
        var second = await page.Locator($"{Hits} .photo").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))");
        Assert.NotEmpty(second);
        Assert.Empty(first.Intersect(second));
        Assert.Equal("trees", await page.InputValueAsync("#q"));
    }

    [Fact]
    public async Task A_browser_in_Portuguese_gets_Portuguese_and_the_language_can_be_chosen()
    {
        var page = await served.OpenAsync("/?q=montanhas", locale: "pt-BR");
        Assert.Equal("Encontre fotografias pelo que elas mostram", await page.TextContentAsync("h1"));
        Assert.Equal("pt", await page.GetAttributeAsync("html", "lang"));
        await page.ClickAsync("nav a");
        Assert.Equal("Find photographs by what they show", await page.TextContentAsync("h1"));
        Assert.Equal(9, await page.Locator(Hits).CountAsync());
        await page.ClickAsync(".search button");
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("Find photographs by what they show", await page.TextContentAsync("h1"));
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
        await page.FocusAsync("input[name=by][value=text]");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.IsCheckedAsync("input[name=by][value=address]"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, "/")]
    [InlineData(ColorScheme.Dark, "/")]
    [InlineData(ColorScheme.Light, "/?q=trees")]
    [InlineData(ColorScheme.Dark, "/?q=trees")]
    [InlineData(ColorScheme.Dark, "/?by=address&q=file:///x")]
    [InlineData(ColorScheme.Light, "/?by=address&q=file:///x")]
    public async Task Axe_finds_nothing_to_object_to(ColorScheme scheme, string path)
    {
        var page = await served.OpenAsync(path, scheme: scheme);
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({string.Join(", ", violation.Nodes.Select(node => node.Html))})")));
    }

    [Theory]
    [InlineData(1280, 900, 3)]
    [InlineData(390, 844, 2)]
    public async Task It_fits_the_screen(int width, int height, int columns)
    {
        var page = await served.OpenAsync("/?q=trees", width: width, height: height);
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        var lefts = await page.EvaluateAsync<int[]>("[...new Set([...document.querySelectorAll('.hits li')].map((li) => Math.round(li.getBoundingClientRect().left)))]");
        Assert.Equal(columns, lefts.Length);
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

    /// <summary>With VISLUMBRE_SCREENSHOTS naming a folder the pictures of the documentation are written there.</summary>
    [Theory]
    [InlineData("desktop-light", "/?like=8", 1280, 1000, ColorScheme.Light)]
    [InlineData("desktop-dark", "/?like=8", 1280, 1000, ColorScheme.Dark)]
    [InlineData("phone-light", "/?like=8", 390, 844, ColorScheme.Light)]
    [InlineData("phone-dark", "/?like=8", 390, 844, ColorScheme.Dark)]
    [InlineData("start-light", "/", 1280, 800, ColorScheme.Light)]
    [InlineData("start-phone-dark", "/", 390, 844, ColorScheme.Dark)]
    public async Task Its_picture_can_be_taken(string name, string path, int width, int height, ColorScheme scheme)
    {
        var page = await served.OpenAsync(path, width: width, height: height, scheme: scheme);
        if (path != "/") await AssertPicturesAsync(page);
        var folder = Environment.GetEnvironmentVariable("VISLUMBRE_SCREENSHOTS");
        var bytes = await page.ScreenshotAsync(new PageScreenshotOptions { Path = folder is null ? null : Path.Combine(folder, $"page-{name}.png") });
        Assert.InRange(bytes.Length, 10_000, 3_000_000);
    }

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
