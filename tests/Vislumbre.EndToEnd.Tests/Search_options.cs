using System.Text.Json;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>Pages, orders, duplicates and the index, by the real command.</summary>
public sealed class Search_options : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Command _command;

    public Search_options()
    {
        _command = new Command(_folder.Path);
        PaintedPictures.WriteFolder(_folder.At("photos"), 12, width: 96);
        using var picture = NetVips.Image.NewFromFile(_folder.At("photos/painting-0004.jpg"));
        picture.Jpegsave(_folder.At("photos/again.jpg"), q: 60);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pages_follow_each_other_and_nearly_the_same_photos_come_as_one()
    {
        await IndexAsync();
        using var all = await SearchAsync("-k", "20");
        var hits = all.RootElement.GetProperty("hits").EnumerateArray().ToList();
        Assert.Equal(12, hits.Count);
        Assert.Equal(2, Assert.Single(hits, hit => hit.GetProperty("alike").GetInt32() > 1).GetProperty("alike").GetInt32());
        using var each = await SearchAsync("-k", "20", "--all");
        Assert.Equal(13, each.RootElement.GetProperty("hits").GetArrayLength());
        using var second = await SearchAsync("-k", "5", "--skip", "5", "--up-to", all.RootElement.GetProperty("upTo").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Paths(hits.Skip(5).Take(5)), Paths(second.RootElement.GetProperty("hits").EnumerateArray()));
        Assert.Equal(6, second.RootElement.GetProperty("hits")[0].GetProperty("rank").GetInt32());
        File.SetLastWriteTimeUtc(_folder.At("photos/painting-0007.jpg"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        await IndexAsync();
        var (code, output, errors) = await _command.RunAsync("search", "is:new", "--sort", "date", "-k", "12", "--json");
        Assert.True(code == 0, errors);
        using (var byDate = JsonDocument.Parse(output))
        {
            var last = byDate.RootElement.GetProperty("hits").EnumerateArray().Last();
            Assert.Equal(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero), last.GetProperty("date").GetDateTimeOffset());
            Assert.EndsWith("painting-0007.jpg", last.GetProperty("path").GetString(), StringComparison.Ordinal);
        }


        (code, output, errors) = await _command.RunAsync("duplicates");
        Assert.True(code == 0, errors);
        Assert.Equal(["again.jpg", "painting-0004.jpg"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Path.GetFileName(line.Split('\t')[2])).Order());
        (_, output, _) = await _command.RunAsync("search", "is:duplicate", "--all");
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task The_index_is_measured_and_written_anew()
    {
        await IndexAsync();
        var (code, output, errors) = await _command.RunAsync("evaluate", "index", "--queries", "10");
        Assert.True(code == 0, errors);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')).ToList();
        Assert.Equal(["photos", "sentences"], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal("1.0000", row[3]));
        (code, output, errors) = await _command.RunAsync("index", "--compact");
        Assert.True(code == 0, errors);
        Assert.Contains("13 photos", output, StringComparison.Ordinal);
        (code, _, errors) = await _command.RunAsync("index");
        Assert.Equal(2, code);
        Assert.Contains("--compact", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_index_is_made_again_and_that_is_said()
    {
        await IndexAsync();
        foreach (var file in Directory.GetFiles(_folder.At("library/vectors"), "*.vix")) await File.WriteAllTextAsync(file, "not what was written", TestContext.Current.CancellationToken);
        var (code, output, errors) = await _command.RunAsync("search", "sea", "-k", "3");
        Assert.Equal(0, code);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("made again", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_open_in_the_browser()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("the browser that stands in is a shell script");
        await IndexAsync();
        // What the desktop would start: it notes the address that it was given.
        Directory.CreateDirectory(_folder.At("bin"));
        await File.WriteAllTextAsync(_folder.At("bin/xdg-open"), $"#!/bin/sh\necho \"$1\" > {_folder.At("opened.tmp")}\nmv {_folder.At("opened.tmp")} {_folder.At("opened")}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.At("bin/xdg-open"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var process = _command.With("PATH", $"{_folder.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}").Start("search", "sea \"red boat\"^2", "--open");
        try
        {
            for (var wait = 0; !File.Exists(_folder.At("opened")) && wait < 300; wait++) await Task.Delay(100, TestContext.Current.CancellationToken);
            var address = new Uri((await File.ReadAllTextAsync(_folder.At("opened"), TestContext.Current.CancellationToken)).Trim());
            using var client = new HttpClient();
            var page = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
            Assert.Contains("painting-", page, StringComparison.Ordinal);
            Assert.Contains("red boat", page, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    private async Task IndexAsync()
    {
        var (code, _, errors) = await _command.RunAsync("index", _folder.At("photos"), "--model", SmallModel.Folder);
        Assert.True(code == 0, errors);
    }

    private async Task<JsonDocument> SearchAsync(params string[] options)
    {
        var (code, output, errors) = await _command.RunAsync(["search", "sea", "--json", .. options]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output);
    }

    private static IEnumerable<string?> Paths(IEnumerable<JsonElement> hits) => hits.Select(hit => hit.GetProperty("path").GetString());
}
