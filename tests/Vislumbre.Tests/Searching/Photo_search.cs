using System.Globalization;
using Microsoft.Data.Sqlite;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Searching;

/// <summary>Words, photos and conditions of one query work together.</summary>
public sealed class Photo_search : IDisposable
{
    [Fact]
    public async Task Names_of_files_and_folders_are_words_too_and_plurals_are_found()
    {
        PaintedPictures.WriteFolder(_folder.At("photos/FériasNaPraia_2019"), 2, width: 64);
        PaintedPictures.WriteFolder(_folder.At("photos/Lighthouses"), 1, width: 64);
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        Assert.Equal(2, (await SearchAsync(library, encoder, "ferias praias", 9, SearchMode.Words)).Hits.Count);
        Assert.Equal(2, (await SearchAsync(library, encoder, "2019", 9, SearchMode.Words)).Hits.Count);
        var lighthouse = Assert.Single((await SearchAsync(library, encoder, "lighthouse", 9, SearchMode.Words)).Hits).Photo;
        // A file that is renamed is found by its new name alone.
        File.Move(lighthouse.Path, _folder.At("photos/harbour.jpg"));
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        Assert.Empty((await SearchAsync(library, encoder, "lighthouse", 9, SearchMode.Words)).Hits);
        Assert.Equal(lighthouse.Id, Assert.Single((await SearchAsync(library, encoder, "harbour", 9, SearchMode.Words)).Hits).Photo.Id);
    }

    [Fact]
    public async Task Pages_are_stable_while_the_library_grows()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        var searcher = new PhotoSearcher(library, encoder);
        var query = new SearchQuery { Text = "sea", Count = 7, FoldsAlike = false };
        var all = (await searcher.SearchAsync(query with { Count = 25 })).Hits.Select(hit => hit.Photo.Id).ToList();
        var first = await searcher.SearchAsync(query);
        PaintedPictures.WriteFolder(_folder.At("more"), 60, width: 72);
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("more")]);
        var seen = first.Hits.ToList();
        for (var page = 1; page < 4; page++) seen.AddRange((await searcher.SearchAsync(query with { Skip = 7 * page, UpTo = first.UpTo })).Hits);
        Assert.Equal(all, seen.Select(hit => hit.Photo.Id));
        Assert.Equal(Enumerable.Range(1, 25), seen.Select(hit => hit.Rank));
        await Assert.ThrowsAsync<SearchException>(() => searcher.SearchAsync(query with { Skip = PhotoSearcher.MaximumDepth }));
        await Assert.ThrowsAsync<SearchException>(() => searcher.SearchAsync(query with { Skip = int.MaxValue }));
    }

    [Fact]
    public async Task Photos_that_are_nearly_the_same_come_as_one_with_a_count()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        var searcher = new PhotoSearcher(library, encoder);
        library.Catalog.Looks.SaveAlike([[2, 5, 9], [11, 12]], "");
        var plain = (await searcher.SearchAsync(new SearchQuery { Text = "sea", Count = 25, FoldsAlike = false })).Hits;
        var folded = (await searcher.SearchAsync(new SearchQuery { Text = "sea", Count = 10 })).Hits;
        Assert.Equal(10, folded.Count);
        var expected = plain.DistinctBy(hit => hit.Photo.Id switch { 2 or 5 or 9 => -1, 11 or 12 => -2, var id => id }).Take(10).ToList();
        Assert.Equal(expected.Select(hit => hit.Photo.Id), folded.Select(hit => hit.Photo.Id));
        Assert.All(folded, hit => Assert.Equal(hit.Photo.Id switch { 2 or 5 or 9 => 3, 11 or 12 => 2, _ => 1 }, hit.Alike));
        Assert.Equal(22, (await searcher.SearchAsync(new SearchQuery { Text = "sea", Count = 25 })).Hits.Count);
        Assert.Equal(5, (await searcher.SearchAsync(new SearchQuery { Expression = QueryExpression.Parse("is:duplicate"), FoldsAlike = false })).Hits.Count);
    }

    [Fact]
    public async Task Hits_come_by_date_where_that_is_asked()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        var found = (await new PhotoSearcher(library, encoder).SearchAsync(new SearchQuery { Text = "sea", Count = 25, Order = SearchOrder.Date })).Hits;
        Assert.Equal(25, found.Count);
        Assert.Equal(found.OrderByDescending(hit => hit.Date).ThenByDescending(hit => hit.Photo.Id).Select(hit => hit.Photo.Id), found.Select(hit => hit.Photo.Id));
        Assert.All(found, hit => Assert.InRange(hit.Date!.Value, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    [Fact]
    public async Task Strange_characters_and_many_conditions_are_no_trouble()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        Assert.NotEmpty((await SearchAsync(library, encoder, "painting\00001", 9, SearchMode.Words)).Hits);
        Assert.Empty((await SearchAsync(library, encoder, string.Concat(Enumerable.Repeat("f:1 ", 200)), 9)).Hits);
        Assert.Empty((await SearchAsync(library, encoder, string.Join(" OR ", Enumerable.Repeat("f:1", 200)), 9)).Hits);
        Assert.Contains("200", Assert.Throws<QueryException>(() => QueryExpression.Parse(string.Concat(Enumerable.Repeat("f:1 ", 201)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Photos_that_failed_are_listed_where_they_are_asked_for()
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), 3, width: 64);
        await File.WriteAllTextAsync(_folder.At("photos/broken.jpg"), "no picture");
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        Assert.EndsWith("broken.jpg", Assert.Single((await SearchAsync(library, encoder, "is:failed", 9)).Hits).Photo.Path, StringComparison.Ordinal);
        Assert.Single((await SearchAsync(library, encoder, "-(-is:failed)", 9)).Hits);
        Assert.Equal(3, (await SearchAsync(library, encoder, "is:new -is:failed", 9)).Hits.Count);
    }

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Weights_and_signs_are_those_of_the_sum_of_unit_vectors()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        var (sea, boat, like) = (encoder.Text.Encode("sea"), encoder.Text.Encode("a red boat"), library.Catalog.Embeddings.Find(3)!);
        var sum = Enumerable.Range(0, sea.Length).Select(i => sea[i] - 0.5f * boat[i] + 2 * like[i]).ToArray();
        UnitVectors.Normalize(sum);
        var expected = library.Vectors.Current(sum.Length).Search(sum, 6).Where(neighbour => neighbour.Id != 3).Take(5).ToList();
        var hits = (await SearchAsync(library, encoder, "sea -\"a red boat\"^0.5 like:3^2", 5)).Hits;
        Assert.Equal(expected.Select(neighbour => neighbour.Id), hits.Select(hit => hit.Photo.Id));
        Assert.All(expected.Zip(hits), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5f));
    }

    [Fact]
    public async Task A_condition_gives_as_many_as_there_are_and_none_that_does_not_meet_it()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        var all = (await SearchAsync(library, encoder, "sea", 40)).Hits;
        var some = (await SearchAsync(library, encoder, "sea path:*-001*.jpg", 40)).Hits;
        // painting-0010 to painting-0019, in the order that they have among all.
        Assert.Equal(all.Where(hit => hit.Photo.Path.Contains("-001", StringComparison.Ordinal)).Select(hit => hit.Photo.Id), some.Select(hit => hit.Photo.Id));
        Assert.Equal(10, some.Count);
        Assert.Equal(all.Take(3).Select(hit => hit.Photo.Id), (await SearchAsync(library, encoder, "sea -path:nowhere", 3)).Hits.Select(hit => hit.Photo.Id));
        Assert.Empty((await SearchAsync(library, encoder, "sea path:nowhere", 9)).Hits);
    }

    [Fact]
    public async Task A_condition_alone_gives_the_newest_photos()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        var result = await SearchAsync(library, encoder, "path:*.jpg -path:painting-0024", 4);
        Assert.Equal(library.Catalog.Newest(40).Where(photo => !photo.Path.Contains("0024", StringComparison.Ordinal)).Take(4).Select(photo => photo.Id), result.Hits.Select(hit => hit.Photo.Id));
        Assert.Equal(24, result.Searched);
    }

    [Fact]
    public async Task A_query_that_takes_away_what_it_asks_for_is_refused()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder);
        await Assert.ThrowsAsync<SearchException>(() => SearchAsync(library, encoder, "sea -sea", 4));
        await Assert.ThrowsAsync<SearchException>(() => SearchAsync(library, encoder, " ", 4));
        await Assert.ThrowsAsync<Vislumbre.Catalog.LibraryException>(() => SearchAsync(library, encoder, "like:nobody", 4));
    }

    [Fact]
    public async Task Words_are_looked_for_in_what_is_said_and_both_joins_the_two_rankings()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder, 25, "painting-0003.jpg\tum farol no mar azul\npainting-0007.jpg\to mar\npainting-0011.jpg\tfarol, farol, mar\npainting-0012.jpg\tnada\n");

        var words = (await SearchAsync(library, encoder, "farol mar", 9, SearchMode.Words)).Hits;
        Assert.Equal(["painting-0003.jpg", "painting-0011.jpg"], words.Select(hit => Path.GetFileName(hit.Photo.Path)).Order());
        Assert.All(words, hit => Assert.Equal((hit.Rank, (int?)null), (hit.WordsRank!.Value, hit.MeaningRank)));
        Assert.Equal("painting-0011.jpg", Path.GetFileName(Assert.Single((await SearchAsync(library, encoder, "farol -azul", 9, SearchMode.Words)).Hits).Photo.Path));
        Assert.Equal("painting-0003.jpg", Path.GetFileName(Assert.Single((await SearchAsync(library, encoder, "farol path:0003", 9, SearchMode.Words)).Hits).Photo.Path));

        var both = (await SearchAsync(library, encoder, "farol mar", 25, SearchMode.Both)).Hits;
        var meaning = (await SearchAsync(library, encoder, "farol mar", 25)).Hits;
        Assert.Equal(meaning.Select(hit => (hit.Photo.Id, hit.Rank)).Order(), both.Select(hit => (hit.Photo.Id, hit.MeaningRank!.Value)).Order());
        Assert.Equal(3, both.Count(hit => hit.WordsRank is not null));
        var shares = both.Select(hit => 1.0 / (60 + hit.MeaningRank!.Value) + (hit.WordsRank is { } rank ? 1.0 / (60 + rank) : 0)).ToList();
        Assert.Equal(shares.OrderDescending(), shares);
    }

    [Fact]
    public async Task By_words_phrases_stay_together_and_each_may_be_said_by_another()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await LibraryAsync(encoder, 5, "painting-0000.jpg\ttwo wet dogs in the snow\npainting-0001.jpg\twet snow and two dogs\npainting-0002.jpg\tdogs\n");
        Assert.Equal([0, 1], await FoundAsync("the wet dogs in"));
        Assert.Equal([0], await FoundAsync("\"wet dogs\""));
        Assert.Equal([1, 2], await FoundAsync("dogs -\"wet dogs\""));
        Assert.Equal([2], await FoundAsync("dogs -wet"));
        Assert.Equal([1], await FoundAsync("snow 0001"));
        // Conditions alone are no words, and need none; pictures are not compared by words.
        Assert.Equal([0], await FoundAsync("path:0000"));
        Assert.Equal([3, 4], await FoundAsync("-dogs path:painting"));
        await Assert.ThrowsAsync<SearchException>(() => SearchAsync(library, encoder, "-dogs", 9, SearchMode.Words));
        await Assert.ThrowsAsync<SearchException>(() => SearchAsync(library, encoder, "dogs like:1", 9, SearchMode.Words));

        async Task<IEnumerable<int>> FoundAsync(string query) => (await SearchAsync(library, encoder, query, 9, SearchMode.Words)).Hits.Select(hit => int.Parse(hit.Photo.Path[^8..^4], CultureInfo.InvariantCulture)).Order();
    }

    [Fact]
    public async Task A_condition_alone_comes_by_date_page_by_page()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        PaintedPictures.WriteFolder(_folder.At("photos"), 25, width: 64);
        // Those that are indexed last were taken first.
        foreach (var (file, at) in Directory.GetFiles(_folder.At("photos")).Order().Select((file, at) => (file, at))) File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 28, 0, 0, 0, DateTimeKind.Utc).AddDays(-at));
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        var pages = new List<string>();
        for (var page = 0; page < 4; page++)
        {
            var query = new SearchQuery { Expression = QueryExpression.Parse("path:painting"), Count = 7, Skip = 7 * page, Order = SearchOrder.Date };
            pages.AddRange((await new PhotoSearcher(library, encoder).SearchAsync(query)).Hits.Select(hit => hit.Photo.Path));
        }

        Assert.Equal(Directory.GetFiles(_folder.At("photos")).Order(), pages);
    }

    [Theory]
    [InlineData(SearchMode.Meaning, SearchOrder.Date)]
    [InlineData(SearchMode.Both, SearchOrder.Score)]
    [InlineData(SearchMode.Both, SearchOrder.Date)]
    public async Task Pages_are_parts_of_one_order(SearchMode mode, SearchOrder order)
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var searcher = new PhotoSearcher(await LibraryAsync(encoder), encoder);
        var query = new SearchQuery { Text = "painting 0007 sea", Mode = mode, Order = order };
        var whole = (await searcher.SearchAsync(query with { Count = 25 })).Hits.Select(hit => hit.Photo.Id).ToList();
        var pages = new List<long>();
        for (var skip = 0; skip < 25; skip += 5) pages.AddRange((await searcher.SearchAsync(query with { Count = 5, Skip = skip })).Hits.Select(hit => hit.Photo.Id));
        Assert.Equal(whole, pages);
        Assert.Equal(whole.Count, pages.Distinct().Count());
    }

    private static Task<SearchResult> SearchAsync(PhotoLibrary library, DualEncoder encoder, string query, int count, SearchMode mode = SearchMode.Meaning) =>
        new PhotoSearcher(library, encoder).SearchAsync(new SearchQuery { Expression = QueryExpression.Parse(query), Count = count, Mode = mode });

    private async Task<PhotoLibrary> LibraryAsync(DualEncoder encoder, int count = 25, string? captions = null)
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), count, width: 64);
        if (captions is not null) await File.WriteAllTextAsync(_folder.At("photos", "captions.tsv"), "file\tcaption\n" + captions);
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        return library;
    }
}
