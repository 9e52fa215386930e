using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>A photo's own page in a real browser.</summary>
public sealed class Photo_page(ServedPage served) : IClassFixture<ServedPage>
{
    [Fact]
    public async Task Arrows_go_through_the_hits_of_a_search_and_Escape_back_to_them()
    {
        var page = await served.OpenAsync("/?q=trees&all=1");
        var order = await page.Locator(".hits .pick").EvaluateAllAsync<string[]>("all => all.map(one => one.value)");
        await page.Locator(".hits .photo").Nth(1).ClickAsync();
        await page.WaitForURLAsync($"**/photo/{order[1]}?*");
        foreach (var (key, at) in new[] { ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("ArrowLeft", 1), ("ArrowLeft", 0) }) await GoAsync(page, key, $"**/photo/{order[at]}?*");

        Assert.Equal(0, await page.Locator("a[rel=prev]").CountAsync());
        await GoAsync(page, "Escape", $"**/?q=trees&all=1#photo-{order[0]}");
        await page.GoBackAsync();
        await GoAsync(page, "s", $"**/?like={order[0]}");
    }

    // On a busy machine Chromium drops keys that come right after a page: a person would press again. The link of the key must be there the first time.
    private static async Task GoAsync(IPage page, string key, string address)
    {
        Assert.Equal(1, await page.Locator($"[data-key={key}]").CountAsync());
        for (var presses = 1; ; presses++)
        {
            await page.Keyboard.PressAsync(key);
            try
            {
                await page.WaitForURLAsync(address, new() { Timeout = 5000 });
                return;
            }
            catch (TimeoutException) when (presses < 3)
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"{key} led nowhere: {page.Url}, painted {await page.EvaluateAsync<bool>("performance.getEntriesByType('paint').length > 0")}, in focus {await page.EvaluateAsync<bool>("document.hasFocus()")}");
            }
        }
    }

    [Theory]
    [InlineData("en-US", "Where is it seen?", "Cosine similarity")]
    [InlineData("pt-BR", "Onde se vê?", "Similaridade de cosseno")]
    public async Task Any_words_typed_are_shown_where_they_are_seen(string locale, string heading, string score)
    {
        var page = await served.OpenAsync("/photo/5?q=trees&at=2", locale: locale, script: false);
        Assert.Equal(0, await page.Locator(".heat").CountAsync());
        Assert.Equal(heading, await page.TextContentAsync("#why"));
        await page.FillAsync("input[name=why]", "the sky");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".heat rect");
        Assert.True(await page.Locator(".heat rect").CountAsync() > 1);
        Assert.Contains(score, await page.TextContentAsync(".panel"), StringComparison.Ordinal);
        Assert.Contains("q=trees&at=2", page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_needs_a_script_is_there_where_scripts_run(bool script)
    {
        var photo = await served.OpenAsync("/photo/5", script: script);
        Assert.Equal(script, await photo.Locator("[data-copy]").IsVisibleAsync());
        Assert.Equal(script, await photo.Locator("[data-cut]").IsVisibleAsync());
        var search = await served.OpenAsync("/", script: script);
        await search.ClickAsync(".picture summary");
        Assert.Equal(!script, await search.Locator(".picture button").IsVisibleAsync());
        Assert.Equal(script, await search.Locator(".picture .hint").IsVisibleAsync());
    }

    [Fact]
    public async Task Colours_and_facts_lead_to_searches()
    {
        var page = await served.OpenAsync("/photo/5");
        Assert.Contains("painting-", await page.TextContentAsync(".facts-list"), StringComparison.Ordinal);
        await page.Locator(".palette a").First.ClickAsync();
        await page.WaitForURLAsync("**/?q=color*");
        var found = await page.EvaluateAsync<long[]>("async () => (await (await fetch('/api/v1/search?k=100&all=1&' + location.search.slice(1))).json()).hits.map((hit) => hit.photo.id)");
        Assert.Contains(5, found);
        Assert.True(found.Length < ServedPage.Count);
    }

    [Fact]
    public async Task The_original_is_downloaded_as_it_is()
    {
        var page = await served.OpenAsync("/photo/5");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Download the original").ClickAsync());
        Assert.Equal(await page.TextContentAsync("h1"), download.SuggestedFilename);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(served.Photos, download.SuggestedFilename)), await File.ReadAllBytesAsync(await download.PathAsync()));
    }

    [Fact]
    public async Task Its_link_is_copied()
    {
        var page = await served.OpenAsync("/photo/5?q=trees&at=1");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GetByText("Copy the link").ClickAsync();
        await page.GetByText("Copied").WaitForAsync();
        Assert.Equal($"{served.Address}/photo/5", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task A_part_that_is_cut_out_by_pointer_or_keys_is_searched_with()
    {
        var page = await served.OpenAsync("/photo/5");
        await page.GetByText("Search with a part of it").ClickAsync();
        await page.WaitForSelectorAsync(".cut img");
        await page.EvaluateAsync("document.querySelector('.cut img').decode()");
        var box = (await page.Locator(".cut").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 20, box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
        await page.Mouse.UpAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await page.Locator("dialog button").ClickAsync();
        await page.WaitForURLAsync("**/?picture=*");
        Assert.NotEqual(0, await page.Locator(".hits .hit").CountAsync());
        var (width, height) = await SizeAsync(page, ".asked img");
        Assert.InRange(width / (double)height, 0.8 * box.Width / box.Height, 1.6 * box.Width / box.Height);
    }

    [Fact]
    public async Task A_photo_that_is_not_there_is_said_not_to_be()
    {
        var page = await served.OpenAsync("/photo/9999");
        Assert.Equal("There is no such photo", await page.TextContentAsync("h1"));
    }

    private static async Task<(int Width, int Height)> SizeAsync(IPage page, string selector)
    {
        var size = await page.EvaluateAsync<int[]>("async (selector) => { const img = document.querySelector(selector); await img.decode(); return [img.naturalWidth, img.naturalHeight]; }", selector);
        return (size[0], size[1]);
    }
}
