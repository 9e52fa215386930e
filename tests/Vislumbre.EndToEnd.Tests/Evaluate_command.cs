using System.Text.Json;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

public sealed class Evaluate_command : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Command _command;
    private readonly string _photos;

    public Evaluate_command()
    {
        _command = new Command(_folder.Path);
        _photos = _folder.At("photos");
        PaintedPictures.WriteFolder(_photos, 12, width: 96);
        File.WriteAllLines(Path.Combine(_photos, "captions.tsv"), ["file\tlanguage\tcaption", .. Enumerable.Range(0, 12).SelectMany(i =>
            new[] { $"painting-{i:0000}.jpg\ten\ta hill called {i}", $"painting-{i:0000}.jpg\tpt\tum morro chamado {i}" })]);
        File.WriteAllText(Path.Combine(_photos, "contrasts.tsv"), "kind\tlanguage\tcaption\tright\twrong\nside\ten\ta hill\tpainting-0000.jpg\tpainting-0001.jpg\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Captions_are_evaluated_by_language_with_chance_and_baseline_beside()
    {
        var (code, output, errors) = await _command.RunAsync("evaluate", _photos, "--model", SmallModel.Folder, "--held-out", "0.6", "--baseline", _photos, "--batch", "3");
        Assert.True(code == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        Assert.StartsWith("language", lines[0][0], StringComparison.Ordinal);
        var figures = lines.Skip(1).TakeWhile(line => line[0] != "contrast").ToList();
        Assert.Equal(3 * 2 * 3, figures.Count); // en, pt, all × directions × model, baseline, chance
        Assert.All(figures, line => Assert.Equal(lines[0].Length, line.Length));
        Assert.Equal(["model", "baseline", "chance"], figures.Take(3).Select(line => line[2]));

        (code, output, errors) = await _command.RunAsync("evaluate", Path.Combine(_photos, "captions.tsv"), "--model", SmallModel.Folder, "--language", "pt", "--json");
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(output);
        var report = json.RootElement.GetProperty("report");
        Assert.Equal("captions", json.RootElement.GetProperty("kind").GetString());
        Assert.Equal(12, report.GetProperty("all").GetProperty("captions").GetInt32());
        Assert.Equal("pt", Assert.Single(report.GetProperty("languages").EnumerateArray()).GetProperty("language").GetString());
        var recall = report.GetProperty("all").GetProperty("textToImage").GetProperty("recalls")[2];
        Assert.Equal((10, 10 / 12.0), (recall.GetProperty("k").GetInt32(), recall.GetProperty("chance").GetDouble()));
        Assert.InRange(recall.GetProperty("recall").GetProperty("value").GetDouble(), recall.GetProperty("recall").GetProperty("low").GetDouble(), 1);
    }

    [Fact]
    public async Task Photos_and_rows_that_cannot_be_used_are_listed_with_their_own_exit_code()
    {
        File.WriteAllText(Path.Combine(_photos, "painting-0003.jpg"), "words");
        File.AppendAllText(Path.Combine(_photos, "captions.tsv"), "none.jpg\ten\ta hill\n");
        var (code, output, errors) = await _command.RunAsync("evaluate", _photos, "--model", SmallModel.Folder);
        Assert.Equal(5, code);
        Assert.Contains("painting-0003.jpg: Not a picture", errors, StringComparison.Ordinal);
        Assert.Contains("line 26: there is no file none.jpg", errors, StringComparison.Ordinal);
        Assert.Contains("all\ttext-to-image\tmodel\t22\t", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_are_classes_called_as_a_table_says()
    {
        var classes = _folder.At("classes");
        PaintedPictures.WriteFolder(Path.Combine(classes, "ceiling_fan"), 4, width: 96);
        PaintedPictures.WriteFolder(Path.Combine(classes, "night_sky"), 3, width: 96, firstSeed: 50);
        File.WriteAllText(_folder.At("names.tsv"), "folder\tname\nnight_sky\tcéu\n");
        var (code, output, errors) = await _command.RunAsync("evaluate", classes, "--model", SmallModel.Folder, "--language", "pt", "--names", _folder.At("names.tsv"));
        Assert.True(code == 0, errors);
        Assert.Contains("ceiling_fan\tceiling fan\t4\t4\t", output, StringComparison.Ordinal);
        Assert.Contains("night_sky\tcéu\t3\t3\t", output, StringComparison.Ordinal);
        Assert.Contains("chance\t7\t2\t0.5000\t0.5000", output, StringComparison.Ordinal);

        (code, output, errors) = await _command.RunAsync("evaluate", classes, "--model", SmallModel.Folder, "--template", "a {}.", "--template", "{}", "--json");
        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["a {}.", "{}"], json.RootElement.GetProperty("report").GetProperty("templates").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(2, json.RootElement.GetProperty("report").GetProperty("model").GetProperty("classes").GetArrayLength());
    }

    [Theory]
    [InlineData("--held-out", "evaluate", "PHOTOS", "--held-out", "2")]
    [InlineData("--held-out 0.2", "evaluate", "PHOTOS", "--baseline", "PHOTOS")]
    [InlineData("--language", "evaluate", "PHOTOS", "--language", "de")]
    [InlineData("sub-folders", "evaluate", "PHOTOS", "--classes")]
    [InlineData("There is no table", "evaluate", "none.tsv")]
    [InlineData("lacks a column", "evaluate", "PHOTOS/contrasts.tsv")]
    public async Task What_cannot_be_evaluated_is_said_with_what_would_be_right(string said, params string[] arguments)
    {
        var (code, _, errors) = await _command.RunAsync([.. arguments.Select(argument => argument.Replace("PHOTOS", _photos, StringComparison.Ordinal)), "--model", SmallModel.Folder]);
        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_speaks_Portuguese_reads_why_in_Portuguese()
    {
        var (code, _, errors) = await new Command(_folder.Path, "pt_BR.UTF-8").RunAsync("evaluate", _photos, "--model", SmallModel.Folder, "--baseline", _photos, "--held-out", "0,2");
        Assert.Equal(2, code);
        Assert.Contains("deve ser maior que 0", errors, StringComparison.Ordinal);
    }
}
