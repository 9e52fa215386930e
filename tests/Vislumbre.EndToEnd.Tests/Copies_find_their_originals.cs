using Microsoft.Data.Sqlite;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>With a full-size model and 200 real photographs, a copy made worse finds its original first.</summary>
public sealed class Copies_find_their_originals : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task At_least_198_of_200_copies_find_their_original_first()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var model = FormulaCheckpoint.Full();
        var (code, output, errors) = await new Command(_folder.Path).RunAsync("index", SharedFolder.At("photos", "documerica"), SharedFolder.At("photos", "fsaowi"), "--model", model);
        Assert.True(code == 0, errors);
        Assert.Contains("200 photos: 200 indexed", output, StringComparison.Ordinal);
        using var encoder = new DualEncoder(ModelReader.Open(model));
        var library = PhotoLibrary.Open(_folder.At("library"));
        var searcher = new PhotoSearcher(library, encoder);
        var first = 0;
        foreach (var photo in library.Catalog.ByPath().Values)
        {
            var result = await searcher.SearchAsync(new SearchQuery { Picture = PhotoSource.FromBytes(WorseCopy.Of(photo.Path)), Count = 1 }, TestContext.Current.CancellationToken);
            if (result.Hits[0].Photo.Id == photo.Id) first++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{first} of 200 copies find their original first");
        Assert.InRange(first, 198, 200);
    }
}
