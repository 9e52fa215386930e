using System.IO.Compression;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>Collections of one's own, the map, and the library's page, in a real browser. These tests change the library: it is their own.</summary>
public sealed class Collections_map_and_library(ServedPage served) : IClassFixture<ServedPage>
{
    [Theory]
    [InlineData(true, "Best of all")]
    [InlineData(false, "=Sum of \"all\"; José")]
    public async Task Photos_are_kept_in_a_collection_and_taken_along(bool script, string name)
    {
        var page = await served.OpenAsync("/?q=trees&all=1", script: script);
        var chosen = await page.Locator(".hits .pick").EvaluateAllAsync<string[]>("all => all.slice(0, 3).map(one => one.value)");
        for (var i = 0; i < 3; i++) await page.Locator(".hits .pick").Nth(i).CheckAsync();
        await page.FillAsync("#keep input[name=name]", name);
        await page.ClickAsync("#keep button");
        await page.Locator(".note a").ClickAsync();
        Assert.Equal(name, await page.TextContentAsync("h1"));
        Assert.Equal(chosen, await page.Locator(".hits .pick").EvaluateAllAsync<string[]>("all => all.map(one => one.value)"));

        var zip = await page.RunAndWaitForDownloadAsync(() => page.GetByText("(zip)").ClickAsync());
        await using (var archive = await ZipFile.OpenReadAsync(await zip.PathAsync()))
        {
            Assert.Equal(3, archive.Entries.Count);
            foreach (var entry in archive.Entries)
            {
                await using var stream = await entry.OpenAsync();
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes);
                Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(served.Photos, entry.Name)), bytes.ToArray());
            }
        }

        var csv = await page.RunAndWaitForDownloadAsync(() => page.GetByText("(CSV)").ClickAsync());
        var lines = await File.ReadAllLinesAsync(await csv.PathAsync());
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("id,name,path", lines[0], StringComparison.Ordinal);
        Assert.Equal(chosen, lines[1..].Select(line => line.Split(',')[0]));

        // Searched in, made smaller, renamed, removed.
        await page.GetByText("Search in it").ClickAsync();
        await page.WaitForSelectorAsync(".chips");
        Assert.Equal(3, await page.Locator(".hits .hit").CountAsync());
        await page.GoBackAsync();
        await page.Locator(".hits .pick").First.CheckAsync();
        await page.ClickAsync("#keep button");
        Assert.Equal(2, await page.Locator(".hits .hit").CountAsync());
        await page.ClickAsync("details summary");
        await page.FillAsync("form[action$=rename] input[name=name]", name + " 2");
        await page.ClickAsync("form[action$=rename] button");
        Assert.Equal(name + " 2", await page.TextContentAsync("h1"));
        await page.ClickAsync("details summary");
        await page.CheckAsync("input[name=sure]");
        await page.ClickAsync("form[action$=remove] button");
        await page.WaitForURLAsync("**/collections");
        Assert.Equal(0, await page.GetByText(name + " 2").CountAsync());
    }

    [Fact]
    public async Task A_photo_is_kept_and_taken_out_on_its_own_page()
    {
        var page = await served.OpenAsync("/photo/4?q=trees&at=1", locale: "pt-BR");
        await page.FillAsync("form[action='/collections/keep'] input[name=name]", "Árvores");
        await page.ClickAsync("form[action='/collections/keep'] button");
        Assert.Equal("Árvores", await page.TextContentAsync(".chips a"));
        await page.GotoAsync("/collections");
        Assert.Contains("1 foto", await page.TextContentAsync(".lists"), StringComparison.Ordinal);
        await page.GotoAsync("/photo/4");
        await page.ClickAsync(".chips button");
        Assert.Equal(0, await page.Locator(".chips a").CountAsync());
    }

    [Fact]
    public async Task The_map_is_made_and_moved_and_a_click_opens_a_photo()
    {
        var page = await served.OpenAsync("/map");
        await page.WaitForSelectorAsync("#map .tile:not([hidden])");
        await page.EvaluateAsync("Promise.all([...document.querySelectorAll('.tile:not([hidden])')].map((tile) => tile.decode().catch(() => tile.dispatchEvent(new Event('error')))))");
        Assert.NotEqual(0, await page.Locator("#map .tile:visible").CountAsync());
        await page.FocusAsync("#map");
        foreach (var key in (string[])["+", "ArrowLeft", "ArrowUp", "-", "0"]) await page.Keyboard.PressAsync(key);
        // All of the map is in view now: where one of its photos lies is known.
        var place = await page.EvaluateAsync<double[]>(
            """
            async () => {
              const box = document.getElementById("map").getBoundingClientRect();
              const edge = Math.min(box.width, box.height);
              const level = Math.round(Math.log2(edge / 256));
              for (let i = 0; i < 4 ** level; i++) {
                const [cell] = await (await fetch(`/api/v1/map/tiles/${level}/${i % 2 ** level}/${Math.floor(i / 2 ** level)}`)).json();
                if (cell) return [box.left + box.width / 2 + (cell.x - 0.5) * edge, box.top + box.height / 2 + (cell.y - 0.5) * edge, cell.photo];
              }
            }
            """);
        await page.Mouse.ClickAsync((float)place[0], (float)place[1]);
        await page.WaitForURLAsync($"**/photo/{place[2]}");
    }

    [Fact]
    public async Task Hits_of_a_search_are_lit_on_the_map()
    {
        var page = await served.OpenAsync("/?q=trees");
        await page.GetByText("On the map").ClickAsync();
        await page.WaitForSelectorAsync("#map .lit");
        Assert.Contains($"{await page.Locator("#map .lit").CountAsync()} hits are lit", await page.TextContentAsync(".facts"), StringComparison.Ordinal);
        await page.Locator("#map .lit").First.EvaluateAsync("one => one.click()");
        await page.WaitForURLAsync("**/photo/**");
        var still = await served.OpenAsync("/map", script: false);
        Assert.NotEqual(0, await still.Locator(".still a").CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_folder_is_indexed_from_the_page_and_its_photos_are_found(bool script)
    {
        var folder = Path.Combine(served.Photos, "..", $"more-{script}");
        PaintedPictures.WriteFolder(folder, 5, width: script ? 300 : 310);
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.jpg"), "no picture");
        var page = await served.OpenAsync("/library", script: script);
        var before = int.Parse((await page.TextContentAsync("[data-count=indexed]"))!, null);
        await page.FillAsync("input[name=path]", Path.GetFullPath(folder));
        await page.ClickAsync("form[action='/library/index'] button");
        for (var i = 0; i < 100 && await page.Locator("form[action='/library/index']").CountAsync() == 0; i++)
        {
            await page.WaitForTimeoutAsync(200);
            if (!script) await page.ReloadAsync();
        }

        Assert.Equal("Done", await page.TextContentAsync("[data-stage]"));
        Assert.Equal(before + 5, int.Parse((await page.TextContentAsync("[data-count=indexed]"))!, null));
        Assert.Contains("broken.jpg", await page.TextContentAsync("table"), StringComparison.Ordinal);
        await page.GotoAsync($"/?q=path:*more-{script}*");
        Assert.Equal(5, await page.Locator(".hits .hit").CountAsync());
        if (!script) return; // axe is a script itself
        await page.GotoAsync("/library");
        var axe = await page.RunAxe();
        Assert.Empty(axe.Violations);
    }

    [Theory]
    [InlineData("no/whole/path", "whole path")]
    [InlineData("/no/such/folder", "There is no folder")]
    public async Task A_folder_that_is_not_there_is_said_not_to_be(string path, string said)
    {
        var page = await served.OpenAsync("/library", script: false);
        await page.FillAsync("input[name=path]", path);
        await page.ClickAsync("form[action='/library/index'] button");
        Assert.Contains(said, await page.TextContentAsync("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(path, await page.InputValueAsync("input[name=path]"));
        await page.ReloadAsync();
        Assert.Equal(0, await page.Locator("[role=alert]").CountAsync());
    }
}
