using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>What the browser itself measures of the page, on a slowed connection. Times are told and not judged; bytes and shifts are judged.</summary>
public sealed class Page_figures(ServedPage served, ITestOutputHelper output) : IClassFixture<ServedPage>
{
    private const int MostBytes = 100_000;
    private const double MostShift = 0.02;

    [Theory]
    [InlineData("/")]
    [InlineData("/?q=trees")]
    [InlineData("/photo/3?q=trees&at=2&why=sky")]
    public async Task The_page_is_light_and_nothing_in_it_jumps(string path)
    {
        var page = await served.OpenAsync("/healthz", width: 390, height: 844);
        var session = await page.Context.NewCDPSessionAsync(page);
        // As Lighthouse has it: 150 ms there and back, 1.6 megabits a second, a processor four times slower.
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 150, ["downloadThroughput"] = 1.6e6 / 8, ["uploadThroughput"] = 750e3 / 8 });
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        var figures = await FiguresAsync(page);
        double Of(string name) => figures.GetProperty(name).GetDouble();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: largest contentful paint {Of("paint"):0} ms, layout shift {Of("shift"):0.000}, blocked {Of("blocked"):0} ms, {Of("bytes") / 1e3:0.0} kB without photos"));
        Assert.InRange(Of("bytes"), 1, MostBytes);
        Assert.InRange(Of("shift"), 0, MostShift);
        Assert.True(Of("paint") > 0);
    }

    // As from a server that is busy: what has come so far is painted, and the rest must find its place without moving it.
    [Theory]
    [InlineData("/?q=trees", 390)]
    [InlineData("/?q=trees", 1280)]
    [InlineData("/library", 390)]
    [InlineData("/photo/3?q=trees&at=2&why=sky", 390)]
    [InlineData("/photo/3?q=trees&at=2&why=sky", 1280)]
    public async Task A_page_that_comes_in_pieces_does_not_jump(string path, int width)
    {
        using var slow = new StallingProxy(new Uri(served.Address).Port) { Piece = 100, Pause = TimeSpan.FromMilliseconds(40) };
        // What a page is laid out by is there already, so that it is painted as it comes.
        var page = await served.OpenAsync("/", width: width, height: 844, address: $"http://127.0.0.1:{slow.Port}");
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        var figures = await FiguresAsync(page);
        output.WriteLine(figures.GetProperty("jumps").GetString() ?? "");
        Assert.InRange(figures.GetProperty("shift").GetDouble(), 0, MostShift);
        Assert.True(figures.GetProperty("first").GetDouble() < figures.GetProperty("came").GetDouble(), "Nothing was painted before all had come, so nothing was tried.");
    }

    [Fact]
    public async Task What_has_come_of_a_page_that_stops_coming_is_shown_after_a_while()
    {
        using var slow = new StallingProxy(new Uri(served.Address).Port) { Piece = 250, Pause = TimeSpan.FromMilliseconds(150) };
        var page = await served.OpenAsync("/", address: $"http://127.0.0.1:{slow.Port}");
        await page.GotoAsync("/?q=trees", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.WaitForSelectorAsync(".hits .hit", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        slow.IsStalled = true;
        Assert.False(await page.Locator(".hits .hit").First.IsVisibleAsync());
        await page.WaitForSelectorAsync(".hits .hit");
        Assert.Equal(0, await page.Locator(".hits-end").CountAsync());
        slow.IsStalled = false;
        await page.WaitForSelectorAsync(".hits-end", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        Assert.True(await page.Locator(".hits .hit").First.IsVisibleAsync());
    }

    private static async Task<JsonElement> FiguresAsync(IPage page)
    {
        return await page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const seen = (type) => new Promise((resolve) => {
                const entries = [];
                new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({ type, buffered: true });
                setTimeout(() => resolve(entries), 200);
              });
              const [paints, shifts, tasks] = await Promise.all([seen("largest-contentful-paint"), seen("layout-shift"), seen("longtask")]);
              const parts = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource").filter((one) => /assets|api/.test(one.name))];
              return {
                first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
                came: parts[0].responseEnd,
                jumps: shifts.map((one) => `${Math.round(one.startTime)} ms ${one.value.toFixed(3)}: ${one.sources.map((source) => `${source.node?.nodeName}.${source.node?.className} ${source.previousRect.y} -> ${source.currentRect.y}`).join(", ")}`).join("\n"),
                paint: paints.at(-1)?.startTime ?? 0,
                shift: shifts.filter((one) => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0),
                blocked: tasks.reduce((sum, one) => sum + Math.max(0, one.duration - 50), 0),
                bytes: parts.reduce((sum, one) => sum + one.encodedBodySize, 0),
              };
            }
            """);
    }
}
