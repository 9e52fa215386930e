using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Catalog;

public sealed class Photo_catalog : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LibraryFolder _library;

    public Photo_catalog() => _library = new LibraryFolder(_folder.At("library"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void A_saved_photo_comes_back_with_its_embedding()
    {
        var catalog = PhotoCatalog.Open(_library, create: true);
        var photo = Photo("/a.jpg", "hash-a");
        Save(catalog, writer => writer.SaveIndexed(photo, [0.5f, -0.25f, 1]));
        var found = catalog.FindPath("/a.jpg")!;
        Assert.Equal(photo with { Id = found.Id, Status = PhotoStatus.Indexed }, found);
        Assert.Equal([0.5f, -0.25f, 1], catalog.Embeddings.Find(found.Id)!);
        Assert.Equal(new PhotoCounts(1, 0, 0), catalog.Count());
    }

    [Fact]
    public void What_is_not_committed_never_happened()
    {
        var catalog = PhotoCatalog.Open(_library, create: true);
        var generation = catalog.Embeddings.Generation;
        using (var writer = catalog.Begin()) writer.SaveIndexed(Photo("/a.jpg", "hash-a"), [1]);
        Assert.Null(catalog.FindPath("/a.jpg"));
        Assert.Equal(generation, catalog.Embeddings.Generation);
    }

    [Fact]
    public void A_changed_photo_keeps_its_id_and_a_failed_one_loses_its_embedding()
    {
        var catalog = PhotoCatalog.Open(_library, create: true);
        Save(catalog, writer => writer.SaveIndexed(Photo("/a.jpg", "one"), [1]));
        var id = catalog.FindPath("/a.jpg")!.Id;
        Save(catalog, writer => writer.SaveIndexed(Photo("/a.jpg", "two"), [2]));
        Assert.Equal(id, catalog.FindPath("/a.jpg")!.Id);
        Assert.Equal([2f], catalog.Embeddings.Find(id)!);
        Save(catalog, writer => writer.SaveFailed(Photo("/a.jpg", "three") with { Reason = "cut" }));
        Assert.Null(catalog.Embeddings.Find(id));
        Assert.Equal("cut", Assert.Single(catalog.Failed()).Reason);
    }

    [Fact]
    public void A_moved_photo_keeps_its_id_and_takes_the_place_of_what_stood_there()
    {
        var catalog = PhotoCatalog.Open(_library, create: true);
        Save(catalog, writer =>
        {
            writer.SaveIndexed(Photo("/old.jpg", "one"), [1]);
            writer.SaveIndexed(Photo("/new.jpg", "two"), [2]);
        });
        var id = catalog.FindPath("/old.jpg")!.Id;
        Save(catalog, writer => writer.SetMissing(id, true));
        Save(catalog, writer => writer.Move(catalog.FindContent("one")!, Photo("/new.jpg", "one")));
        Assert.Equal(id, catalog.FindPath("/new.jpg")!.Id);
        Assert.Null(catalog.FindPath("/old.jpg"));
        Assert.Equal(1, catalog.Count().Indexed);
    }

    [Fact]
    public void Missing_photos_are_not_among_the_embeddings_that_are_searched()
    {
        var catalog = PhotoCatalog.Open(_library, create: true);
        Save(catalog, writer =>
        {
            writer.SaveIndexed(Photo("/a.jpg", "a"), [1]);
            writer.SaveIndexed(Photo("/b.jpg", "b"), [2]);
        });
        Save(catalog, writer => writer.SetMissing(catalog.FindPath("/a.jpg")!.Id, true));
        var ids = new List<long>();
        Assert.Equal(catalog.Embeddings.Generation, catalog.Embeddings.Read((id, _) => ids.Add(id)));
        Assert.Equal([catalog.FindPath("/b.jpg")!.Id], ids);
    }

    [Fact]
    public void Mixing_models_is_refused_and_both_are_named()
    {
        var catalog = PhotoCatalog.Open(_library, create: true);
        catalog.UseModel(new ModelIdentity("first", "aaaa", 512), "/models/first");
        var refusal = Assert.Throws<LibraryException>(() => catalog.UseModel(new ModelIdentity("second", "bbbb", 512), "/models/second"));
        Assert.Equal(LibraryFault.OtherModel, refusal.Fault);
        Assert.Contains("first", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("second", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("/models/first", catalog.Model!.Folder);
    }

    [Fact]
    public void A_library_of_a_newer_version_is_refused()
    {
        PhotoCatalog.Open(_library, create: true);
        using (var connection = new SqliteConnection($"Data Source={_library.Catalog}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 9999";
            command.ExecuteNonQuery();
        }

        Assert.Equal(LibraryFault.Newer, Assert.Throws<LibraryException>(() => PhotoCatalog.Open(_library, create: false)).Fault);
    }

    [Fact]
    public void No_library_and_a_broken_one_are_told_apart()
    {
        Assert.Equal(LibraryFault.Absent, Assert.Throws<LibraryException>(() => PhotoCatalog.Open(_library, create: false)).Fault);
        Directory.CreateDirectory(_library.Path);
        File.WriteAllText(_library.Catalog, "this is not a database, it only looks like a file of one");
        Assert.Equal(LibraryFault.Unusable, Assert.Throws<LibraryException>(() => PhotoCatalog.Open(_library, create: false)).Fault);
    }

    [Fact]
    public void Two_that_open_a_new_library_at_once_make_one_schema()
    {
        Parallel.For(0, 8, _ => PhotoCatalog.Open(_library, create: true));
        Assert.Equal("ok", PhotoCatalog.Open(_library, create: false).CheckIntegrity());
    }

    private static PhotoRecord Photo(string path, string hash) => new() { Path = path, Bytes = 10, ModifiedTicks = 20, Sha256 = hash, Format = "Jpeg", Width = 3, Height = 2, HandledTicks = 30 };

    private static void Save(PhotoCatalog catalog, Action<CatalogWriter> change)
    {
        using var writer = catalog.Begin();
        change(writer);
        writer.Commit();
    }
}
