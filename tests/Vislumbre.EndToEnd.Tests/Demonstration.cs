using System.Text.Json;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>The demonstration and the model that ships: search with real meaning, without a network.</summary>
public sealed class Demonstration : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Command _command;

    public Demonstration() => _command = new Command(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demonstration_finds_sailing_boats_at_dusk_by_a_Portuguese_sentence_and_running_it_again_draws_and_indexes_nothing()
    {
        var (output, facts) = await DemonstrateAsync();
        Assert.Contains("1,000 indexed", output, StringComparison.Ordinal);
        Assert.Contains("mini knows drawn scenes, not the world", output, StringComparison.Ordinal);
        var boats = Hits(output, "um barco a vela no mar ao pôr do sol");
        Assert.Equal(9, boats.Count);
        Assert.Equal("sailboat", facts[boats[0]].GetProperty("subject").GetString());
        Assert.Equal("dusk", facts[boats[0]].GetProperty("when").GetString());

        (var again, _) = await DemonstrateAsync();
        Assert.Contains("0 indexed, 1,000 unchanged", again, StringComparison.Ordinal);
        Assert.Equal(boats, Hits(again, "um barco a vela no mar ao pôr do sol"));
    }

    [Fact]
    public async Task The_demonstration_finds_two_dogs_playing_in_the_snow()
    {
        var (output, facts) = await DemonstrateAsync();
        Assert.True(facts.Values.Count(ShowsTwoDogsPlayingInTheSnow) >= 9);
        var hits = Hits(output, "two dogs playing in the snow");
        Assert.Equal(9, hits.Count);
        var found = hits.Count(file => ShowsTwoDogsPlayingInTheSnow(facts[file]));
        Assert.True(found >= 8, $"{found} of 9");
    }

    [Fact]
    public async Task Mini_tells_held_out_scenes_apart_in_English_and_in_Portuguese()
    {
        var report = await EvaluateAsync("--count", "1000", "--seed", "2", "--part", "held-out");
        var recalls = report.GetProperty("languages").EnumerateArray().ToDictionary(
            language => language.GetProperty("language").GetString()!,
            language => language.GetProperty("model").GetProperty("textToImage").GetProperty("recalls").EnumerateArray().ToDictionary(at => at.GetProperty("k").GetInt32(), at => at.GetProperty("recall").GetProperty("value").GetDouble()));
        Assert.True(recalls["en"][1] >= 0.8 && recalls["en"][5] >= 0.97, report.ToString());
        Assert.True(recalls["pt"][1] >= recalls["en"][1] - 0.05 && recalls["pt"][5] >= recalls["en"][5] - 0.05, report.ToString());
    }

    [Fact]
    public async Task Mini_tells_pairs_apart_that_differ_in_number_place_side_time_or_colour()
    {
        var report = await EvaluateAsync("--count", "50", "--seed", "3", "--contrasts");
        var contrasts = report.GetProperty("contrasts").EnumerateArray().ToDictionary(
            row => (row.GetProperty("kind").GetString()!, row.GetProperty("language").GetString()!), row => row.GetProperty("share").GetProperty("value").GetDouble());
        foreach (var language in (string[])["en", "pt"])
        {
            Assert.All((string[])["place", "time", "colour"], kind => Assert.True(contrasts[(kind, language)] >= 0.95, $"{kind}, {language}: {contrasts[(kind, language)]}"));
            Assert.All((string[])["count", "side"], kind => Assert.True(contrasts[(kind, language)] >= 0.85, $"{kind}, {language}: {contrasts[(kind, language)]}"));
        }
    }

    [Fact]
    public async Task Every_list_and_record_of_mini_says_that_it_knows_drawn_scenes_alone()
    {
        var (code, output, _) = await _command.RunAsync("model", "list");
        Assert.Equal(0, code);
        Assert.Contains("drawn scenes", string.Join(' ', output.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        (code, output, _) = await _command.RunAsync("model", "show", "mini");
        Assert.Equal(0, code);
        Assert.Contains("mini knows drawn scenes, not the world", output, StringComparison.Ordinal);
        (code, output, _) = await _command.RunAsync("model", "pull", "mini");
        Assert.Equal(0, code);
        Assert.Contains("ships with Vislumbre", output, StringComparison.Ordinal);
    }

    /// <summary>Draws scenes and evaluates mini on them, as its card says.</summary>
    private async Task<JsonElement> EvaluateAsync(params string[] which)
    {
        var scenes = _folder.At("scenes");
        var (code, _, errors) = await _command.RunAsync(["scenes", scenes, "--size", "256", .. which]);
        Assert.True(code == 0, errors);
        (code, var output, errors) = await _command.RunAsync("evaluate", scenes, "--model", "mini", "--json");
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement.GetProperty("report");
    }

    private async Task<(string Output, Dictionary<string, JsonElement> Facts)> DemonstrateAsync()
    {
        var place = _folder.At("demo");
        var (code, output, errors) = await _command.RunAsync("demo", "--folder", place, "--serve", "false");
        Assert.True(code == 0, errors);
        return (output, File.ReadLines(Directory.GetFiles(place, "metadata.jsonl", SearchOption.AllDirectories).Single()).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(row => row.GetProperty("file_name").GetString()!, row => row.GetProperty("facts")));
    }

    private static bool ShowsTwoDogsPlayingInTheSnow(JsonElement facts) =>
        facts.GetProperty("subject").GetString() == "dog" && facts.GetProperty("count").GetInt32() == 2 && facts.GetProperty("action").GetString() == "playing" && facts.GetProperty("place").GetString() == "snow";

    private static List<string> Hits(string output, string sentence) =>
    [
        .. output.Split('\n').SkipWhile(line => !line.EndsWith($"search \"{sentence}\"", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Contains('\t', StringComparison.Ordinal))
            .Select(line => Path.GetFileName(line.Split('\t')[3])),
    ];
}
