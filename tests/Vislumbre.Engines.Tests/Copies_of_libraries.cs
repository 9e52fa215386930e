using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Engines.Postgres;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Engines.Tests;

/// <summary>A library that is moved from a folder into PostgreSQL and back is the same.</summary>
public sealed class Copies_of_libraries(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task There_and_back_again_everything_is_as_it_was()
    {
        var local = await LocalAsync(60);
        var shared = PostgresLibrary.Open(postgres.NewDatabase(), create: true);
        var back = PhotoLibrary.Open(_folder.At("back"), create: true);
        var there = LibraryCopy.Run(local, shared, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(there, LibraryCopy.Run(shared, back, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(60, there.Embeddings);
        foreach (var copy in new[] { shared, back })
        {
            Assert.Equal(local.Catalog.ByPath().Values.OrderBy(photo => photo.Id), copy.Catalog.ByPath().Values.OrderBy(photo => photo.Id));
            Assert.Equal(local.Catalog.Model, copy.Catalog.Model);
            Assert.Equal(local.Catalog.Lists.Photos(1).Select(photo => photo.Id), copy.Catalog.Lists.Photos(1).Select(photo => photo.Id));
            Assert.Equal(local.Catalog.Words.Search(["hill"], any: true, _ => true, 100).Order(), copy.Catalog.Words.Search(["hill"], any: true, _ => true, 100).Order());
            Assert.Equal(local.Catalog.Words.Search(["painting"], any: true, _ => true, 100).Order(), copy.Catalog.Words.Search(["painting"], any: true, _ => true, 100).Order());
            foreach (var photo in local.Catalog.Indexed())
            {
                Assert.Equivalent(local.Catalog.Looks.Find(photo.Id), copy.Catalog.Looks.Find(photo.Id));
                Assert.Equivalent(local.Catalog.Details.Of(photo), copy.Catalog.Details.Of(photo));
                Assert.Equal(local.Catalog.Embeddings.Find(photo.Id), copy.Catalog.Embeddings.Find(photo.Id));
            }

            // Every mode finds the same photos, whoever ranks the words.
            foreach (var mode in Enum.GetValues<SearchMode>())
            {
                foreach (var asked in new[] { "hill", "\"green hill\" -number", "hill path:*1*", "tome" })
                {
                    var query = new SearchQuery { Expression = QueryExpression.Parse(asked), Mode = mode, Count = 60, FoldsAlike = false };
                    Assert.Equal(await FoundAsync(local, query), await FoundAsync(copy, query));
                }
            }

            // What comes later gets a number of its own.
            using var writer = copy.Catalog.Begin();
            writer.SaveIndexed(new PhotoRecord { Path = "/later.jpg", Sha256 = "1" }, local.Catalog.Embeddings.Find(1)!);
            writer.Commit();
            Assert.True(copy.Catalog.FindPath("/later.jpg")!.Id > 60);
        }
    }

    [Fact]
    public async Task A_copy_that_was_stopped_goes_on_where_it_was()
    {
        var local = await LocalAsync(30);
        for (var i = 0; i < 6000; i += 1000)
        {
            using var writer = local.Catalog.Begin();
            for (var j = i; j < i + 1000; j++) writer.SaveIndexed(new PhotoRecord { Path = $"/more/{j}.jpg", Sha256 = $"m{j}" }, local.Catalog.Embeddings.Find(1 + j % 30)!);
            writer.Commit();
        }

        var shared = PostgresLibrary.Open(postgres.NewDatabase(), create: true);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => LibraryCopy.Run(local, shared, new Telling<(long Done, long Total)>(_ => stop.Cancel()), stop.Token));
        var begun = shared.Catalog.Count().Indexed;
        Assert.InRange(begun, 1, 5999);
        var told = new List<long>();
        Assert.Equal(6030, LibraryCopy.Run(local, shared, new Telling<(long Done, long Total)>(now => told.Add(now.Done)), TestContext.Current.CancellationToken).Photos);
        Assert.True(told[0] > begun);
        // Into one that holds something else nothing is copied.
        Assert.Throws<LibraryException>(() => LibraryCopy.Run(local, shared, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Into_a_library_that_has_anything_at_all_nothing_is_copied()
    {
        var local = await LocalAsync(10);
        var shared = PostgresLibrary.Open(postgres.NewDatabase(), create: true);
        shared.Catalog.Lists.Add("Mine", []);
        Assert.Contains(shared.Place, Assert.Throws<LibraryException>(() => LibraryCopy.Run(local, shared, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Empty(shared.Catalog.ByPath());
    }

    [Fact]
    public void A_text_with_a_NUL_is_saved_and_sought_without_it()
    {
        var shared = PostgresLibrary.Open(postgres.NewDatabase(), create: true);
        Assert.Empty(shared.Catalog.Words.Search(["a\0b", "\0"], any: true, _ => true, 10));
        Assert.Empty(shared.Catalog.Suggestions.Find("\0", 10));
        Assert.Empty(shared.Catalog.Match(Searching.QueryExpression.Parse("by:a\0b").Filter!));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<List<long>> FoundAsync(PhotoLibrary library, SearchQuery query)
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        return [.. (await new PhotoSearcher(library, encoder).SearchAsync(query)).Hits.Select(hit => hit.Photo.Id).Order()];
    }

    private async Task<PhotoLibrary> LocalAsync(int count)
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), count, width: 96);
        await File.WriteAllLinesAsync(_folder.At("photos", "captions.tsv"), Enumerable.Range(0, count).Select(at => $"painting-{at:0000}.jpg\ten\tA green hill number {at}, São Tomé").Prepend("file\tlanguage\tcaption"));
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        var report = await new PhotoIndexer(library, encoder, new IndexOptions { Thumbnails = false }).RunAsync([_folder.At("photos")]);
        Assert.Equal(count, report.Indexed);
        library.Catalog.Lists.Add("Hills", [5, 3, 9]);
        return library;
    }
}
