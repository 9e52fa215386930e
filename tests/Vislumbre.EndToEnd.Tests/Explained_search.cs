using System.Text.Json;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary><c>search --explain</c> shows where and why, as digits and as JSON.</summary>
public sealed class Explained_search : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Command _command;

    public Explained_search() => _command = new Command(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_hit_has_a_map_of_digits_and_the_words_that_are_said_of_it()
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), 3, width: 96);
        await File.WriteAllTextAsync(_folder.At("photos", "captions.tsv"), "file\tcaption\npainting-0001.jpg\ta red lighthouse\n", TestContext.Current.CancellationToken);
        var (code, _, errors) = await _command.RunAsync("index", _folder.At("photos"), "--model", SmallModel.Folder);
        Assert.True(code == 0, errors);

        (code, var output, errors) = await _command.RunAsync("search", "lighthouse", "--explain");
        Assert.True(code == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Count(line => !line.StartsWith('\t')));
        var digits = lines.Where(line => line.StartsWith('\t') && line.Trim().All(c => char.IsAsciiDigit(c) || c == ' ')).ToList();
        Assert.Equal(12, digits.Count); // four rows of patches each
        Assert.All(digits.Chunk(4), map => Assert.Contains(map, row => row.Contains('9', StringComparison.Ordinal)));
        Assert.Single(lines, "\tlighthouse (description)");

        (code, output, errors) = await _command.RunAsync("search", "lighthouse", "--explain", "--templates", "--json");
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(output);
        Assert.All(json.RootElement.GetProperty("hits").EnumerateArray(), hit =>
        {
            var explanation = hit.GetProperty("explanation");
            Assert.Equal(hit.GetProperty("score").GetDouble(), explanation.GetProperty("score").GetDouble(), 1e-3);
            var heat = explanation.GetProperty("heatMap");
            Assert.Equal(16, heat.GetProperty("values").GetArrayLength());
            Assert.Equal(1, heat.GetProperty("values").EnumerateArray().Max(value => value.GetDouble()));
            Assert.InRange(heat.GetProperty("extent").GetProperty("width").GetDouble(), 0.1, 1);
            Assert.Equal(Path.GetFileName(hit.GetProperty("path").GetString()) == "painting-0001.jpg" ? 1 : 0, explanation.GetProperty("words").GetArrayLength());
        });
    }
}
