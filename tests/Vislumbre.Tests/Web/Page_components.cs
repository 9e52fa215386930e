using Bunit;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Searching;
using Vislumbre.Web;
using Vislumbre.Web.Jobs;
using Vislumbre.Web.Pages;

namespace Vislumbre.Tests.Web;

/// <summary>The page's parts, each by itself.</summary>
public sealed class Page_components : BunitContext
{
    [Theory]
    [InlineData(new[] { 5f, 4f, 1f, 0f }, 1, 2)] // after the second
    [InlineData(new[] { 5f, 1f, 4f, 0f }, 1, 3)] // after the last: nearness and strength are not one order
    [InlineData(new[] { 1f, 0f }, 1, 0)] // before the first
    [InlineData(new[] { 1f, 0f }, 31, -1)] // on a later page that is the page before's concern
    [InlineData(new[] { 5f, 4f }, 1, -1)]
    public void A_line_stands_where_likely_hits_end(float[] strengths, int rank, int at)
    {
        var grid = Render<HitGrid>(parameters => parameters.Add(one => one.Address, new SearchAddress { Words = "x" })
            .Add(one => one.Hits, [.. strengths.Select((strength, i) => Hit(i + 1) with { Rank = rank + i, Strength = strength, MeaningRank = rank + i })]));
        var items = grid.FindAll("ol > li").ToList();
        Assert.Equal(at, items.FindIndex(item => item.ClassList.Contains("end")));
    }

    [Fact]
    public void Each_month_has_one_heading_by_date()
    {
        DateTimeOffset[] dates = [new(2024, 3, 9, 0, 0, 0, default), new(2024, 3, 1, 0, 0, 0, default), new(2023, 3, 1, 0, 0, 0, default)];
        var grid = Render<HitGrid>(parameters => parameters.Add(one => one.Address, new SearchAddress { Words = "x", Sort = SearchOrder.Date })
            .Add(one => one.Hits, [.. dates.Select((date, i) => Hit(i + 1) with { Date = date })]));
        Assert.Equal(2, grid.FindAll(".heading").Count);
    }

    [Theory]
    [InlineData(6000, 4000, "a15")]
    [InlineData(4000, 6000, "a7")]
    [InlineData(100, 100, "a10")]
    [InlineData(20000, 100, "a30")]
    [InlineData(100, 20000, "a5")]
    public void A_photo_takes_width_by_its_shape(int width, int height, string shape)
    {
        var grid = Render<HitGrid>(parameters => parameters.Add(one => one.Address, new SearchAddress()).Add(one => one.Hits, [Hit(1, width, height)]));
        Assert.Contains(shape, grid.Find(".hit").ClassList);
        Assert.Equal((width, height), (int.Parse(grid.Find("img").GetAttribute("width")!, null), int.Parse(grid.Find("img").GetAttribute("height")!, null)));
    }

    [Fact]
    public void The_sources_are_as_wide_as_they_say_and_none_is_wider_than_the_photo()
    {
        string? Sources(int width, int height) => Render<HitGrid>(parameters => parameters.Add(one => one.Address, new SearchAddress()).Add(one => one.Hits, [Hit(7, width, height)])).Find("img").GetAttribute("srcset");
        Assert.Equal("/thumbnails/7?w=320 320w, /thumbnails/7 640w", Sources(6000, 4000));
        Assert.Equal("/thumbnails/7?w=320 160w, /thumbnails/7 320w", Sources(3000, 6000));
        Assert.Equal("/thumbnails/7?w=320 200w, /thumbnails/7 200w", Sources(200, 100));
    }

    [Fact]
    public void What_is_said_of_a_photo_is_text_and_never_markup()
    {
        var hit = Hit(1) with { Photo = new PhotoRecord { Id = 1, Path = "/p/<script>alert(1)</script>.jpg" }, Details = new PhotoDetails { Description = "\" onerror=\"alert(1)" } };
        var grid = Render<HitGrid>(parameters => parameters.Add(one => one.Address, new SearchAddress { Words = "<b>" }).Add(one => one.Hits, [hit]));
        Assert.Empty(grid.FindAll("script"));
        Assert.False(grid.Find("img").HasAttribute("onerror"));
        Assert.Equal("\" onerror=\"alert(1)", grid.Find("img").GetAttribute("alt"));
    }

    [Fact]
    public void A_hit_that_is_marked_is_marked_no_more_when_it_is_pressed_again()
    {
        var grid = Render<HitGrid>(parameters => parameters.Add(one => one.Address, new SearchAddress { Words = "sea", More = [1, 2], Less = [3], Skip = 30, UpTo = 9 }).Add(one => one.CanJudge, true).Add(one => one.Hits, [Hit(1), Hit(4)]));
        var links = grid.FindAll(".judge a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Equal(["/?q=sea&more=2&less=3", "/?q=sea&more=2&less=3%2C1", "/?q=sea&more=1%2C2%2C4&less=3", "/?q=sea&more=1%2C2&less=3%2C4"], links);
    }

    [Fact]
    public void Chips_take_off_what_they_name_and_nothing_else()
    {
        var words = "sea by:ana (iso:>400 OR f:<2)";
        var chips = Render<QueryChips>(parameters => parameters.Add(one => one.Address, new SearchAddress { Words = words, Like = 4, Skip = 30 }).Add(one => one.Expression, QueryExpression.Parse(words)));
        Assert.Equal(["like this photo", "by:ana", "(iso:>400 OR f:<2)"], chips.FindAll("span").Select(span => span.TextContent));
        Assert.Equal(
            ["/?q=sea%20by%3Aana%20%28iso%3A%3E400%20OR%20f%3A%3C2%29", "/?q=sea%20%28iso%3A%3E400%20OR%20f%3A%3C2%29&like=4", "/?q=sea%20by%3Aana&like=4"],
            chips.FindAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void A_run_of_indexing_is_told_as_it_is()
    {
        var job = new JobState(1, ["/photos"], JobStage.Encoding, 200, 50, 12.5, 12, [new("/photos/a.jpg", "damaged")], null);
        var view = Render<JobView>(parameters => parameters.Add(one => one.Job, job));
        Assert.Equal(("200", "50"), (view.Find("progress").GetAttribute("max"), view.Find("progress").GetAttribute("value")));
        Assert.Contains("50 of 200 photos, 12.5 photos/s, 12 s left", view.Markup, StringComparison.Ordinal);
        Assert.Contains("/photos/a.jpg: damaged", view.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("progress", Render<JobView>(parameters => parameters.Add(one => one.Job, job with { Stage = JobStage.Done })).Markup, StringComparison.Ordinal);
    }

    private static SearchHit Hit(long id, int width = 300, int height = 200) => new(1, 0.5f, new PhotoRecord { Id = id, Path = $"/p/{id}.jpg", Width = width, Height = height });
}
