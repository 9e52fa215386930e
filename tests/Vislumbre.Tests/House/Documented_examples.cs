using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Testing;

namespace Vislumbre.Tests.House;

/// <summary>The examples of docs/library.md are compiled and run; each of their lines stands here as it stands there.</summary>
public sealed class Documented_examples : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_library_page_says_what_works()
    {
        new ModelStore(_folder.At("models")).Import(SmallModel.Folder, "clip-vit-base-patch32");
        PaintedPictures.WriteFolder(_folder.At("photos"), 3, width: 80);
        var output = await RunAsync(_folder.At("models"), _folder.Path);
        Assert.Equal(3, output.Count);
    }

    [Fact]
    public void Every_line_of_the_page_stands_in_this_file()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Vislumbre.slnx"))) root = root.Parent;
        var here = File.ReadAllLines(Path.Combine(root.FullName, "tests", "Vislumbre.Tests", "House", "Documented_examples.cs")).Select(line => line.Trim()).ToHashSet();
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "library.md"));
        var lines = page.Split("```csharp").Skip(1).SelectMany(part => part.Split("```")[0].Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        Assert.True(lines.Count > 10);
        Assert.All(lines, line => Assert.Contains(line, here));
    }

    private static async Task<List<string>> RunAsync(string models, string folder)
    {
        var written = new List<string>();
        var (store, current) = (Environment.GetEnvironmentVariable("VISLUMBRE_MODELS"), Environment.CurrentDirectory);
        Environment.SetEnvironmentVariable("VISLUMBRE_MODELS", models);
        Environment.CurrentDirectory = folder;
        File.Copy(Path.Combine("photos", "painting-0001.jpg"), "photo.jpg");
        var Console = new Recorder(written);
        try
        {
            using var encoder = new DualEncoder(new ModelStore().Open("clip-vit-base-patch32"));
            var texts = new TextEmbeddingGenerator(encoder);
            var pictures = new ImageEmbeddingGenerator(encoder);

            var words = await texts.GenerateAsync(["two dogs playing in the snow"]);
            var photo = await pictures.GenerateAsync([new DataContent(File.ReadAllBytes("photo.jpg"), "image/jpeg")]);
            Assert.Equal(words[0].Vector.Length, photo[0].Vector.Length);

            var library = PhotoLibrary.Open("my-library", create: true);
            var report = await new PhotoIndexer(library, encoder).RunAsync(["photos"]);
            var result = await new PhotoSearcher(library, encoder).SearchAsync(new SearchQuery { Text = "two dogs playing in the snow" });
            foreach (var hit in result.Hits) Console.WriteLine($"{hit.Score:0.000} {hit.Photo.Path}");
            Assert.Equal(3, report.Indexed);
        }
        finally
        {
            Environment.SetEnvironmentVariable("VISLUMBRE_MODELS", store);
            Environment.CurrentDirectory = current;
        }

        return written;
    }

    private sealed class Recorder(List<string> lines)
    {
        public void WriteLine(string line) => lines.Add(line);
    }
}
