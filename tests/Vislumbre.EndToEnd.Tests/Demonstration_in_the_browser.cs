using System.Diagnostics;
using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>The demonstration's library, with a model that knows what it shows, in a real browser; and the documentation's pictures of it.</summary>
public sealed class Demonstration_in_the_browser : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Process _server = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        _server = new Command(_folder.Path).Start("demo", "--folder", _folder.At("demo"), "--port", "0");
        while (_address.Length == 0)
        {
            var line = await _server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3));
            Assert.NotNull(line);
            _address = line.Split(' ').FirstOrDefault(word => word.StartsWith("http://127.0.0.1:", StringComparison.Ordinal)) ?? "";
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await ServedPage.LaunchAsync(_playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _folder.Dispose();
    }

    /// <summary>With VISLUMBRE_SCREENSHOTS naming a folder the pictures of the documentation are written there.</summary>
    [Fact]
    public async Task What_is_asked_is_shown_on_every_page_and_their_pictures_can_be_taken()
    {
        var (light, phone) = (new ViewportSize { Width = 1280, Height = 900 }, new ViewportSize { Width = 390, Height = 844 });
        var page = await OpenAsync("/?q=two+dogs+playing+in+the+snow", light, ColorScheme.Light);
        Assert.NotEqual(0, await page.Locator(".hits .likely").CountAsync());
        Assert.Equal("From here on it is less likely.", await page.TextContentAsync(".hits .end"));
        await TakeAsync(page, "search-light");
        var photo = await page.GetAttributeAsync(".hits .photo", "href");

        // It is a dog in the snow: the photo that the model finds by a sentence in the other language too.
        var portuguese = await OpenAsync("/?q=dois+cachorros+brincando+na+neve", light, ColorScheme.Dark, "pt-BR");
        Assert.Contains("Vislumbre", await portuguese.TitleAsync(), StringComparison.Ordinal);
        await TakeAsync(portuguese, "search-dark");

        page = await OpenAsync(photo! + "&why=a+dog", light, ColorScheme.Light);
        Assert.Equal(49, await page.Locator(".heat rect").CountAsync());
        await TakeAsync(page, "photo-light");

        page = await OpenAsync("/map?q=dogs", light, ColorScheme.Light);
        await page.WaitForSelectorAsync("#map .lit", new PageWaitForSelectorOptions { Timeout = 60_000 });
        await page.WaitForTimeoutAsync(1500); // tiles are drawn when they are first asked for
        await TakeAsync(page, "map-light");

        await TakeAsync(await OpenAsync("/?q=a+red+car+in+the+rain", phone, ColorScheme.Light), "phone-light");
        await TakeAsync(await OpenAsync("/?q=a+red+car+in+the+rain", phone, ColorScheme.Dark), "phone-dark");
        await TakeAsync(await OpenAsync("/map?q=dogs", phone, ColorScheme.Dark), "map-phone-dark");

        PaintedPictures.WriteFolder(_folder.At("more"), 400, width: 500);
        page = await OpenAsync("/library", light, ColorScheme.Light);
        await page.FillAsync("input[name=path]", _folder.At("more"));
        await page.ClickAsync("form[action='/library/index'] button");
        await page.WaitForSelectorAsync("progress:not([value='0'])");
        await TakeAsync(page, "library-light");
        await page.Locator("form[action='/library/stop'] button").ClickAsync();
        await page.GetByText("Stopped").WaitForAsync();
        Assert.Equal("Go on", await page.TextContentAsync("form[action='/library/index'] button"));
    }

    private async Task<IPage> OpenAsync(string path, ViewportSize size, ColorScheme scheme, string locale = "en-US")
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = _address, Locale = locale, ColorScheme = scheme, ViewportSize = size });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        return page;
    }

    private static async Task TakeAsync(IPage page, string name)
    {
        var folder = Environment.GetEnvironmentVariable("VISLUMBRE_SCREENSHOTS");
        var bytes = await page.ScreenshotAsync(new PageScreenshotOptions { Path = folder is null ? null : Path.Combine(folder, $"page-{name}.png") });
        Assert.InRange(bytes.Length, 10_000, 3_000_000);
    }
}
