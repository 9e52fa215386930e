using System.Diagnostics;
using System.Text.Json;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

public sealed class Command_line : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Command _command;
    private readonly string _photos;

    public Command_line()
    {
        _command = new Command(_folder.Path);
        _photos = _folder.At("photos");
        PaintedPictures.WriteFolder(_photos, 12, width: 96);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_search_similar_and_show_work_together()
    {
        var (code, output, errors) = await _command.RunAsync("index", _photos, "--model", SmallModel.Folder);
        Assert.True(code == 0, errors);
        Assert.Contains("12 photos: 12 indexed", output, StringComparison.Ordinal);

        // The model is the library's from now on: it need not be named again.
        (code, output, errors) = await _command.RunAsync("search", "two", "dogs", "-k", "5");
        Assert.True(code == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Equal(4, line.Split('\t').Length));

        var photo = Path.Combine(_photos, "painting-0003.jpg");
        (_, output, _) = await _command.RunAsync("search", "--image", photo, "--json", "-k", "3");
        using (var json = JsonDocument.Parse(output))
        {
            var best = json.RootElement.GetProperty("hits")[0];
            Assert.Equal(photo, best.GetProperty("path").GetString());
            Assert.InRange(best.GetProperty("score").GetDouble(), 0.999, 1.001);
        }

        (code, output, _) = await _command.RunAsync("similar", photo, "-k", "20");
        Assert.Equal(0, code);
        Assert.Equal(11, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("painting-0003", output, StringComparison.Ordinal);

        (code, output, _) = await _command.RunAsync("show", photo);
        Assert.Equal(0, code);
        Assert.Contains("Jpeg, 96 × 128", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_photo_gives_its_own_exit_code_and_is_listed()
    {
        File.WriteAllText(Path.Combine(_photos, "not-a-photo.jpg"), "words");
        var (code, output, _) = await _command.RunAsync("index", _photos, "--model", SmallModel.Folder);
        Assert.Equal(5, code);
        Assert.Contains("1 failed", output, StringComparison.Ordinal);
        Assert.Contains("Not a picture", output, StringComparison.Ordinal);
        (code, output, _) = await _command.RunAsync("show", "--failed");
        Assert.Equal(0, code);
        Assert.StartsWith(Path.Combine(_photos, "not-a-photo.jpg"), output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "vislumbre index", "search", "dogs")]
    [InlineData(2, "Try:", "serch")]
    [InlineData(2, "Try:", "index")]
    [InlineData(2, "auto|cpu|cuda|coreml|directml", "search", "dogs", "--device", "gpu")]
    [InlineData(2, "--batch", "index", ".", "--batch", "0")]
    [InlineData(2, "--batch must be a whole number from 1 to 1024", "index", ".", "--batch", "many")]
    [InlineData(2, "--count must be a whole number from 1 to 1000000", "search", "dogs", "-k", "0")]
    [InlineData(2, "--port must be a whole number from 0 to 65535", "serve", "--port", "http")]
    [InlineData(4, "clip-vit-base-patch32", "index", ".")]
    [InlineData(4, "neither a folder nor one of", "model", "show", "nothing")]
    [InlineData(4, "catalogue has no model", "model", "pull", "nothing")]
    [InlineData(4, "There is no model", "model", "remove", "nothing")]
    public async Task What_is_wrong_is_said_with_what_would_be_right_and_its_exit_code(int expected, string said, params string[] arguments)
    {
        var (code, _, errors) = await _command.RunAsync(arguments);
        Assert.Equal(expected, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("library")));
    }

    [Fact]
    public async Task Another_model_for_the_same_library_is_refused_with_both_names()
    {
        await _command.RunAsync("index", _photos, "--model", SmallModel.Folder);
        var other = _folder.At("other-model");
        FormulaCheckpoint.Write(other, new FormulaSizes(32, 1, 2, 32, 1, 2, 16, ImageSize: 64, Patch: 16, Context: 77, Vocabulary: 514), Path.Combine(SmallModel.Folder, "tokenizer.json"));
        var (code, _, errors) = await _command.RunAsync("index", _photos, "--model", other);
        Assert.Equal(3, code);
        Assert.Contains("vislumbre-small-model", errors, StringComparison.Ordinal);
        Assert.Contains("other-model", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/a.jpg", "does not lead to a public address")]
    [InlineData("file:///etc/passwd", "Only http and https")]
    [InlineData("none.jpg", "There is no file")]
    public async Task A_picture_that_cannot_be_had_is_exit_code_six(string picture, string said)
    {
        await _command.RunAsync("index", _photos, "--model", SmallModel.Folder);
        var (code, _, errors) = await _command.RunAsync("search", "--image", picture);
        Assert.Equal(6, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_speaks_Portuguese_is_spoken_to_in_Portuguese()
    {
        var command = new Command(_folder.Path, "pt_BR.UTF-8");
        var (_, output, _) = await command.RunAsync("index", _photos, "--model", SmallModel.Folder);
        Assert.Contains("12 fotos: 12 indexadas", output, StringComparison.Ordinal);
        (_, output, _) = await command.RunAsync("--help");
        Assert.Contains("Encontrar fotos", output, StringComparison.Ordinal);
        var (_, _, errors) = await command.RunAsync("show", "999");
        Assert.Contains("Nenhuma foto 999", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_what_is_well_and_what_to_do()
    {
        var (code, output, _) = await _command.RunAsync("doctor");
        Assert.Equal(1, code);
        Assert.Contains("vislumbre model pull", output, StringComparison.Ordinal);
        await _command.RunAsync("index", _photos, "--model", SmallModel.Folder);
        (code, output, _) = await _command.RunAsync("doctor", "--json");
        Assert.True(code == 0, output);
        using var json = JsonDocument.Parse(output);
        Assert.All(json.RootElement.EnumerateArray(), finding => Assert.True(finding.GetProperty("well").GetBoolean()));
    }

    [Fact]
    public async Task Models_are_pulled_from_a_hub_imported_shown_verified_and_removed()
    {
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        });
        var (code, _, errors) = await new Command(_folder.Path).With("HF_ENDPOINT", hub.Address.ToString()).RunAsync("model", "pull");
        Assert.Equal(4, code);
        Assert.Contains("503", errors, StringComparison.Ordinal);
        Assert.StartsWith("/openai/clip-vit-base-patch32/resolve/b33cedfd0df4e43b8238760678fcc89e1a0d38b3/", hub.Requests[0].Path, StringComparison.Ordinal);

        (code, _, errors) = await _command.RunAsync("model", "import", SmallModel.Folder, "--name", "mine");
        Assert.True(code == 0, errors);
        string output;
        (_, output, _) = await _command.RunAsync("model", "list", "--json");
        using (var json = JsonDocument.Parse(output))
            Assert.Contains(json.RootElement.EnumerateArray(), model => model.GetProperty("name").GetString() == "mine" && model.GetProperty("installed").GetBoolean());
        (code, output, _) = await _command.RunAsync("model", "verify", "mine");
        Assert.True(code == 0, output);
        (code, _, _) = await _command.RunAsync("index", _photos, "--model", "mine");
        Assert.Equal(0, code);
        (code, _, _) = await _command.RunAsync("model", "remove", "mine");
        Assert.Equal(0, code);
        (code, _, errors) = await _command.RunAsync("search", "dogs");
        Assert.Equal(4, code);
        Assert.Contains("mine", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_cleanly_and_the_next_run_goes_on()
    {
        // A shell that runs something in the background without job control has it ignore the interrupt, and all that it starts.
        Assert.SkipWhen(File.Exists("/proc/self/status") && (Convert.ToUInt64(File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16) & 2) != 0, "SIGINT is ignored here");
        PaintedPictures.WriteFolder(_photos, 2000, width: 96);
        // A model that takes seconds for so many: the interrupt must come before the end, however busy the machine is.
        using var process = _command.Start("index", _photos, "--model", "mini", "--batch", "8");
        var catalog = _folder.At("library", "catalog.db");
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(30) && Indexed(catalog) < 16;) await Task.Delay(20);
        using (var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"])) await interrupt.WaitForExitAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("goes on from here", output, StringComparison.Ordinal);
        var before = Indexed(catalog);
        Assert.InRange(before, 16, 1999);
        (_, output, _) = await _command.RunAsync("index", _photos);
        Assert.Contains($"{2000 - before:N0} indexed, {before:N0} unchanged", output, StringComparison.Ordinal);
    }

    private static long Indexed(string catalog)
    {
        if (!File.Exists(catalog)) return 0;
        try
        {
            return Vislumbre.Catalog.PhotoCatalog.Open(new Vislumbre.Catalog.LibraryFolder(Path.GetDirectoryName(catalog)!), create: false).Count().Indexed;
        }
        catch (Exception e) when (e is Vislumbre.Catalog.LibraryException)
        {
            return 0; // it is just being made
        }
    }
}
