using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>What people do with a search once it is there: take conditions off, sort, say what they meant, complete, add a picture.</summary>
public sealed class Searching_on(ServedPage served) : IClassFixture<ServedPage>
{
    private const string Hits = ".hits .hit";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chip_for_each_condition_takes_it_off(bool script)
    {
        var page = await served.OpenAsync("/?q=trees+orientation:landscape+color:blue", script: script);
        Assert.Equal(["orientation:landscape", "color:blue"], await page.Locator(".chips span").AllTextContentsAsync());
        await page.Locator(".chips a").First.ClickAsync();
        await page.WaitForURLAsync("**/?q=trees%20color%3Ablue");
        Assert.Equal(["color:blue"], await page.Locator(".chips span").AllTextContentsAsync());
        await page.Locator(".chips a").First.ClickAsync();
        await page.WaitForURLAsync("**/?q=trees");
        Assert.Equal(0, await page.Locator(".chips").CountAsync());
    }

    [Fact]
    public async Task Modes_and_order_are_chosen_and_stand_in_the_address()
    {
        var page = await served.OpenAsync("/?q=painting");
        await page.SelectOptionAsync("select[name=mode]", "words");
        await page.WaitForURLAsync("**/?q=painting&mode=words");
        Assert.NotEqual(0, await page.Locator(Hits).CountAsync());
        await page.SelectOptionAsync("select[name=sort]", "date");
        await page.WaitForURLAsync("**/?q=painting&mode=words&sort=date");
        Assert.NotEqual(0, await page.Locator(Hits).CountAsync());
        await page.GoBackAsync();
        Assert.Equal("score", await page.InputValueAsync("select[name=sort]"));
        await page.GoBackAsync();
        Assert.Equal("meaning", await page.InputValueAsync("select[name=mode]"));
    }

    [Theory]
    [InlineData("en-US", "yyyy")]
    [InlineData("pt-BR", "yyyy")]
    public async Task By_date_months_stand_over_their_photos(string locale, string year)
    {
        var page = await served.OpenAsync("/?q=is:new&sort=date", locale: locale, script: false);
        Assert.Equal(DateTime.UtcNow.ToString($"MMMM {year}", new System.Globalization.CultureInfo(locale)), await page.Locator(".heading").First.TextContentAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_and_less_like_a_hit_move_the_search_and_can_be_undone(bool script)
    {
        var page = await served.OpenAsync("/?q=trees&all=1", script: script);
        var before = await NumbersAsync(page);
        await page.Locator(Hits).Nth(9).Locator(".judge a").First.ClickAsync();
        await page.WaitForURLAsync($"**/?q=trees&more={before[9]}&all=1");
        var moved = await NumbersAsync(page);
        Assert.True(Array.IndexOf(moved, before[9]) < 9, "what was meant comes nearer");
        await page.Locator(Hits).Nth(2).Locator(".judge a").Nth(1).ClickAsync();
        await page.WaitForURLAsync($"**/?q=trees&more={before[9]}&less={moved[2]}&all=1");
        Assert.DoesNotContain(moved[2], await NumbersAsync(page));
        Assert.Equal(["more like this", "less like this", "near-duplicates too"], await page.Locator(".chips span").AllTextContentsAsync());
        await page.Locator(".chips a").First.ClickAsync();
        await page.Locator(".chips a").First.ClickAsync();
        await page.WaitForURLAsync("**/?q=trees&all=1");
        Assert.Equal(before, await NumbersAsync(page));
    }

    [Fact]
    public async Task A_picture_and_words_are_searched_with_together()
    {
        var page = await served.OpenAsync();
        await page.SetInputFilesAsync("#picture", Path.Combine(served.Photos, "painting-0011.jpg"));
        await page.WaitForSelectorAsync(Hits);
        Assert.Equal("Photos like your picture", await page.TextContentAsync("#hits"));
        var alone = await NumbersAsync(page);
        await page.FillAsync("#q", "at night");
        await page.ClickAsync(".search .line button");
        await page.WaitForURLAsync("**/?*q=at+night*");
        Assert.Contains("picture=", page.Url, StringComparison.Ordinal);
        Assert.Equal("Like your picture: at night", await page.TextContentAsync("#hits"));
        Assert.NotEqual(alone, await NumbersAsync(page));
        await page.Locator(".chips a").First.ClickAsync();
        await page.WaitForURLAsync("**/?q=at%20night");
    }

    [Fact]
    public async Task Words_that_stand_in_the_box_go_with_a_picture_that_is_chosen()
    {
        var page = await served.OpenAsync("/?q=at+night");
        await page.SetInputFilesAsync("#picture", Path.Combine(served.Photos, "painting-0011.jpg"));
        await page.WaitForURLAsync("**/?q=at%20night&picture=*");
    }

    [Fact]
    public async Task What_is_typed_is_completed_by_keyboard()
    {
        var page = await served.OpenAsync();
        await page.FillAsync("#q", "");
        await page.FocusAsync("#q");
        await page.Keyboard.TypeAsync("trees blu");
        await page.WaitForSelectorAsync("[role=option]");
        Assert.Equal("true", await page.GetAttributeAsync("#q", "aria-expanded"));
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("suggestion-0", await page.GetAttributeAsync("#q", "aria-activedescendant"));
        var axe = await page.RunAxe();
        Assert.True(axe.Violations.Length == 0, string.Join('\n', axe.Violations.Select(violation => violation.Help)));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("trees color:blue ", await page.InputValueAsync("#q"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".chips");
        // And what was searched for comes again.
        await page.GotoAsync("/");
        await page.FillAsync("#q", "tre");
        await page.GetByText("searched before").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await page.Locator("[role=option]:visible").CountAsync());
    }

    [Fact]
    public async Task A_query_that_is_wrong_is_shown_with_the_place()
    {
        var page = await served.OpenAsync("/?q=trees+iso:abc");
        Assert.Equal("abc", await page.TextContentAsync("[role=alert] mark"));
        Assert.Equal("trees iso:abc", await page.InputValueAsync("#q"));
    }

    [Fact]
    public async Task Where_nothing_meets_a_condition_it_is_said()
    {
        var page = await served.OpenAsync("/?q=camera:leica");
        Assert.Contains("No photo meets that.", await page.TextContentAsync(".empty"), StringComparison.Ordinal);
    }

    private static Task<string[]> NumbersAsync(IPage page) => page.Locator($"{Hits} .pick").EvaluateAllAsync<string[]>("all => all.map(one => one.value)");
}
