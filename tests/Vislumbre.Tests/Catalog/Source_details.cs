using Dapper;
using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Sources;
using Vislumbre.Testing;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.Tests.Catalog;

/// <summary>What a source says of photos: taken whole, brought up to date, found by its words.</summary>
public sealed class Source_details : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Every_row_and_column_of_a_release_is_in_the_catalog()
    {
        var written = GeneratedRelease.Write(_folder.At("release"), new ReleaseOptions { Photos = 80, DistinctPictures = 5, ExtraColumn = true, BadRows = 3 });
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        using var release = UnsplashRelease.Open(written.ZipPath);
        var report = TablesImport.Run(library, release);
        Assert.Equal(written.RowCounts.OrderBy(table => table.Key).Select(table => (table.Key, (long)table.Value)), report.Rows.OrderBy(table => table.Key).Select(table => (table.Key, table.Value)));
        Assert.Equal(written.BadRows.Count(bad => bad.Why == BadRowKind.UnknownPhoto), report.Strangers);
        Assert.Equal(written.BadRows.Count(bad => bad.Why != BadRowKind.UnknownPhoto), report.FaultCount);
        var rows = library.Catalog.Details.Count(UnsplashTables.Source);
        Assert.Equal([80L, written.RowCounts["keywords"], written.RowCounts["collections"], written.RowCounts["colors"], written.RowCounts["conversions"]], [rows.Photos, rows.Keywords, rows.Collections, rows.Colours, rows.Conversions]);

        // Over the photos every column says something, and the extra one is kept.
        var all = library.Catalog.Details.Find([.. Enumerable.Range(1, 80).Select(i => (long)i)]).Values;
        foreach (var property in typeof(PhotoDetails).GetProperties().Where(property => property.Name is not (nameof(PhotoDetails.File) or nameof(PhotoDetails.StateReason))))
            Assert.Contains(all, details => property.GetValue(details) is not null);

        var photo = written.Photos.First(photo => photo.Keywords.Count > 2);
        var found = library.Catalog.Details.FindKey(photo.Id)!;
        Assert.Equal(photo.Keywords.Order(), library.Catalog.Details.Keywords(found.Id).Select(keyword => keyword.Word).Order());
        Assert.NotEmpty(library.Catalog.Details.Colours(found.Id));
        Assert.True(TablesImport.Run(library, release).Unchanged);
    }

    [Fact]
    public void Photos_are_found_by_words_of_description_keywords_place_and_photographer()
    {
        Import(Photo("aaa", "Um cão no café", first: "Zoë"), Photo("bbb", "a dog in the snow", city: "São Paulo"));
        Assert.Equal(["aaa"], Said("cao CAFE"));
        Assert.Equal(["bbb"], Said("sao paulo"));
        Assert.Equal(["aaa"], Said("zoe"));
        Assert.Empty(Said("dog cafe"));
        Assert.Empty(Said("\" OR * NEAR( -"));
        Assert.Empty(Said(" "));
        Assert.Equal(["bbb"], Said("dog in the"));
    }

    [Fact]
    public void A_newer_release_changes_what_it_says_and_forgets_that_a_replaced_picture_was_gone()
    {
        var details = Import(Photo("aaa", "old", address: "https://images.example/1"), Photo("bbb", "stays"));
        var (first, second) = (details.FindKey("aaa")!.Id, details.FindKey("bbb")!.Id);
        details.Note([new FetchOutcome(first, DownloadState.Gone, Reason: "404"), new FetchOutcome(second, DownloadState.Gone, Reason: "404")]);
        Import(Photo("aaa", "new", address: "https://images.example/2"), Photo("bbb", "stays"), Photo("ccc", "more"));
        Assert.Equal((first, "new", DownloadState.Waiting), (details.FindKey("aaa")!.Id, details.FindKey("aaa")!.Description, details.FindKey("aaa")!.State));
        Assert.Equal(DownloadState.Gone, details.FindKey("bbb")!.State);
        Assert.Equal(3, details.Count(UnsplashTables.Source).Photos);
        Assert.Empty(Said("old"));
    }

    [Fact]
    public void Tables_that_cannot_be_read_to_their_end_change_nothing()
    {
        var details = Import(Photo("aaa", "first"));
        Assert.Throws<InvalidOperationException>(() => Import(Rows()));
        Assert.Equal("first", details.FindKey("aaa")!.Description);
        Assert.Null(details.FindKey("bbb"));

        static IEnumerable<object?[]> Rows()
        {
            yield return Photo("aaa", "second");
            yield return Photo("bbb", "second");
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void Who_is_to_be_named_is_linked_as_Unsplash_asks()
    {
        var details = Import(Photo("a-_a", "x", first: "Zoë", user: "zoe"), Photo("bbb", "x"));
        var due = details.FindKey("a-_a")!.Attribution!;
        Assert.Equal("Photo by Zoë on Unsplash", due.Sentence);
        Assert.Equal("https://unsplash.com/@zoe?utm_source=vislumbre&utm_medium=referral", due.PhotographerAddress);
        Assert.Equal("https://unsplash.com/?utm_source=vislumbre&utm_medium=referral", due.SourceAddress);
        Assert.Equal("Photo on Unsplash", details.FindKey("bbb")!.Attribution!.Sentence);
    }

    [Fact]
    public void A_catalog_of_the_first_version_is_brought_up_to_date_with_all_it_has()
    {
        var path = new LibraryFolder(_folder.At("old"));
        Directory.CreateDirectory(path.Path);
        using (var connection = new SqliteConnection($"Data Source={path.Catalog}"))
        {
            connection.Execute("""
                CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE photos (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, modified_ticks INTEGER NOT NULL, sha256 TEXT,
                    status INTEGER NOT NULL, reason TEXT, format TEXT, width INTEGER, height INTEGER, handled_ticks INTEGER NOT NULL);
                CREATE INDEX photos_sha256 ON photos (sha256);
                CREATE INDEX photos_status ON photos (status);
                CREATE TABLE embeddings (photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE, vector BLOB NOT NULL);
                INSERT INTO meta VALUES ('generation', 'abc');
                INSERT INTO photos VALUES (7, '/home/ana/FériasNaPraia/a.jpg', 1, 2, 'f00', 0, NULL, 'Jpeg', 3, 4, 5);
                INSERT INTO embeddings VALUES (7, x'003C0000');
                PRAGMA user_version = 1;
                """);
        }

        var catalog = PhotoCatalog.Open(path, create: false);
        Assert.Equal((7, "/home/ana/FériasNaPraia/a.jpg", null), (catalog.Find(7)!.Id, catalog.Find(7)!.Path, catalog.Find(7)!.DetailId));
        Assert.Equal([1f, 0f], catalog.Embeddings.Find(7)!);
        Assert.Equal("ok", catalog.CheckIntegrity());
        // The words of its path are known, and nothing of its look: the next run reads that.
        Assert.Equal([7], catalog.Words.Search(["praia"], any: false, _ => true, 9));
        Assert.Empty(catalog.Words.Search(["home"], any: false, _ => true, 9));
        Assert.Equal([7], catalog.Looks.Unknown().Select(photo => photo.Id));
    }

    // The photos, each with its file, of which all words are said.
    private List<string> Said(string words)
    {
        var catalog = PhotoLibrary.Open(_folder.At("library")).Catalog;
        using (var writer = catalog.Begin())
        {
            for (var id = 1; id <= catalog.Details.Count(UnsplashTables.Source).Photos; id++)
                writer.SaveIndexed(new PhotoRecord { Path = $"/photos/{id}.jpg", DetailId = id, Sha256 = $"{id}" }, [1]);
            writer.Commit();
        }

        return [.. catalog.Words.Search(words.Split(' '), any: false, _ => true, 9).Select(id => catalog.Details.Of(catalog.Find(id)!)!.Key)];
    }

    private DetailCatalog Import(params object?[][] rows) => Import((IEnumerable<object?[]>)rows);

    private DetailCatalog Import(IEnumerable<object?[]> rows)
    {
        var details = PhotoLibrary.Open(_folder.At("library"), create: true).Catalog.Details;
        using var writer = details.Begin(UnsplashTables.Source);
        writer.Write(UnsplashTables.Photos, rows);
        writer.Commit();
        return details;
    }

    private static object?[] Photo(string key, string description, string address = "https://images.example/x", string? first = null, string? user = null, string? city = null)
    {
        var columns = UnsplashTables.Photos.Columns.ToList();
        var row = new object?[columns.Count + 1];
        foreach (var (name, value) in new[] { ("key", key), ("description", description), ("image_address", address), ("photographer_first_name", first), ("photographer_username", user), ("city", city) })
            row[columns.FindIndex(column => column.Name == name)] = value;
        return row;
    }
}
