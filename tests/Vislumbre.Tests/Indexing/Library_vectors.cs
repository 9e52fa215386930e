using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Indexing;

public sealed class Library_vectors : IDisposable
{
    private const int Dimension = 8;
    private readonly TemporaryFolder _folder = new();
    private readonly PhotoLibrary _library;
    private readonly List<string> _said = [];

    public Library_vectors() => _library = Open("library", create: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_index_follows_the_catalog_in_the_same_file()
    {
        Save(0, 100);
        Assert.Equal(100, _library.Vectors.Current(Dimension).Count);
        var file = Assert.Single(Files());
        Save(100, 50);
        Save(0, 1); // replaced
        var photo = _library.Catalog.FindPath(Path(7))!;
        using (var writer = _library.Catalog.Begin())
        {
            writer.SetMissing(photo.Id, missing: true);
            writer.Commit();
        }

        var index = _library.Vectors.Current(Dimension);
        Assert.Equal((149, 2), (index.Count, index.Removed));
        Assert.DoesNotContain(photo.Id, index.SearchExactly(Embedding(7), 1000).Select(hit => hit.Id));
        using (var writer = _library.Catalog.Begin())
        {
            writer.SetMissing(photo.Id, missing: false);
            writer.Forget(_library.Catalog.FindPath(Path(8))!.Id);
            writer.SaveFailed(Photo(9));
            writer.Commit();
        }

        Assert.Equal(photo.Id, _library.Vectors.Current(Dimension).Search(Embedding(7), 1)[0].Id);
        Assert.Equal(148, _library.Vectors.Current(Dimension).Count);
        Assert.Equal(file, Assert.Single(Files()));
        Assert.Empty(_said);
    }

    [Fact]
    public void Another_process_takes_up_what_one_has_written()
    {
        Save(0, 10);
        var other = Open("library");
        Assert.Equal(10, other.Vectors.Current(Dimension).Count);
        Save(10, 10);
        Assert.Equal(20, _library.Vectors.Current(Dimension).Count);
        Assert.Equal(20, other.Vectors.Current(Dimension).Count);
        Assert.True(_library.Vectors.Compact(Dimension, always: true, TestContext.Current.CancellationToken));
        Save(20, 5);
        Assert.Equal(25, other.Vectors.Current(Dimension).Count);
        Assert.Single(Files());
    }

    [Fact]
    public void A_damaged_index_is_made_again_with_a_word_about_it_even_in_the_middle_of_a_search()
    {
        Save(0, 3000);
        _library.Vectors.Current(Dimension);
        using (var file = new FileStream(Assert.Single(Files()), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = 3000;
            file.Write(new byte[400]);
        }

        var library = Open("library");
        var found = library.Vectors.Search(Dimension, index => index.Search(Embedding(3), 1));
        Assert.Equal(library.Catalog.FindPath(Path(3))!.Id, found[0].Id);
        Assert.Contains("damaged", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalog_restored_from_a_copy_gets_an_index_of_its_own_state()
    {
        Save(0, 10);
        _library.Vectors.Current(Dimension);
        Copy("library", "copy");
        Save(10, 5);
        Assert.Equal(15, _library.Vectors.Current(Dimension).Count);
        // The same number of changes, and others.
        var copy = Open("copy");
        Save(20, 5, copy);
        Directory.CreateDirectory(copy.Folder.Vectors);
        File.Copy(Assert.Single(Files()), System.IO.Path.Combine(copy.Folder.Vectors, "000009.vix"));
        Assert.Equal(copy.Catalog.FindPath(Path(22))!.Id, copy.Vectors.Current(Dimension).Search(Embedding(22), 1)[0].Id);
        Assert.Equal(15, copy.Vectors.Current(Dimension).Count);
        Assert.Contains("another state", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void Much_that_was_removed_is_swept_out_when_asked_and_when_it_is_worth_it()
    {
        Save(0, 10_000);
        Assert.Equal(10_000, _library.Vectors.Current(Dimension).Count);
        using (var writer = _library.Catalog.Begin())
        {
            for (var i = 0; i < 5000; i++) writer.Forget(_library.Catalog.FindPath(Path(i))!.Id);
            writer.Commit();
        }

        Assert.Equal(5000, _library.Vectors.Current(Dimension).Removed);
        Assert.True(_library.Vectors.Compact(Dimension, cancellationToken: TestContext.Current.CancellationToken));
        var index = _library.Vectors.Current(Dimension);
        Assert.Equal((5000, 0), (index.Count, index.Removed));
        Assert.False(_library.Vectors.Compact(Dimension, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(_library.Catalog.FindPath(Path(6000))!.Id, index.Search(Embedding(6000), 1)[0].Id);
    }

    [Fact]
    public async Task Many_searches_that_meet_damage_at_once_are_all_answered_and_it_is_said_once()
    {
        Save(0, 3000);
        var path = _library.Vectors.Current(Dimension).Path;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = 3000;
            file.Write(new byte[400]);
        }

        var library = Open("library");
        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => library.Vectors.Search(Dimension, index => index.Search(Embedding(i), 1))[0].Id)));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => library.Catalog.FindPath(Path(i))!.Id), found);
        Assert.Single(_said);
        Assert.NotEqual(path, Assert.Single(Files()));
    }

    [Fact]
    public void Who_waits_for_another_process_can_stop_waiting()
    {
        Save(0, 10);
        Directory.CreateDirectory(_library.Folder.Vectors);
        using (new FileStream(System.IO.Path.Combine(_library.Folder.Vectors, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            Assert.Throws<OperationCanceledException>(() => _library.Vectors.Current(Dimension, patience.Token));
        }

        var index = _library.Vectors.Current(Dimension, TestContext.Current.CancellationToken);
        using (new FileStream(System.IO.Path.Combine(_library.Folder.Vectors, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            // Who has an index searches it as it was.
            Save(10, 5);
            Assert.Equal(10, _library.Vectors.Current(Dimension, TestContext.Current.CancellationToken).Count);
        }

        Assert.Equal(15, _library.Vectors.Current(Dimension, TestContext.Current.CancellationToken).Count);
        Assert.Same(index, _library.Vectors.Current(Dimension, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_folder_that_cannot_be_is_said_and_one_that_was_deleted_is_made_again()
    {
        Save(0, 10);
        File.WriteAllText(_library.Folder.Vectors, "no folder");
        Assert.Contains(_library.Folder.Vectors, Assert.Throws<LibraryException>(() => _library.Vectors.Current(Dimension)).Message, StringComparison.Ordinal);
        File.Delete(_library.Folder.Vectors);
        Assert.Equal(10, _library.Vectors.Current(Dimension).Count);
        Directory.Delete(_library.Folder.Vectors, recursive: true);
        Save(10, 5);
        Assert.Equal(15, _library.Vectors.Current(Dimension).Count);
    }

    [Fact]
    public void Compaction_forgets_the_changes_that_nobody_would_take_up_one_by_one()
    {
        Save(0, 50);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_library.Catalog.File}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 30000) INSERT INTO vector_changes (photo_id) SELECT 1 FROM n";
            command.ExecuteNonQuery();
            _library.Vectors.Compact(Dimension, always: true, TestContext.Current.CancellationToken);
            command.CommandText = "SELECT count(*) FROM vector_changes";
            Assert.Equal(1 + EmbeddingCatalog.ChangesKept + 2 * 50L, command.ExecuteScalar());
        }

        Save(50, 5);
        Assert.Equal(55, Open("library").Vectors.Current(Dimension).Count);
        Assert.Empty(_said);
    }

    private PhotoLibrary Open(string name, bool create = false)
    {
        var library = PhotoLibrary.Open(_folder.At(name), create);
        library.Vectors.Notice = _said.Add;
        library.Catalog.UseModel(new ModelIdentity("test", "abcd", Dimension), "/models/test");
        return library;
    }

    private void Copy(string from, string to)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.CreateDirectory(_folder.At(to));
        foreach (var file in Directory.GetFiles(_folder.At(from))) File.Copy(file, System.IO.Path.Combine(_folder.At(to), System.IO.Path.GetFileName(file)));
    }

    private string[] Files() => Directory.GetFiles(_library.Folder.Vectors, "*.vix");

    private void Save(int from, int count, PhotoLibrary? library = null)
    {
        using var writer = (library ?? _library).Catalog.Begin();
        for (var i = from; i < from + count; i++) writer.SaveIndexed(Photo(i), Embedding(i));
        writer.Commit();
    }

    private static PhotoRecord Photo(int number) => new() { Path = Path(number), Bytes = 1, ModifiedTicks = 1, Sha256 = $"{number}", Format = "Jpeg", Width = 1, Height = 1, HandledTicks = 1 };

    private static string Path(int number) => $"/photos/{number}.jpg";

    private static float[] Embedding(int number)
    {
        var random = new Random(number);
        var row = Enumerable.Range(0, Dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var length = MathF.Sqrt(row.Sum(one => one * one));
        return Array.ConvertAll(row, one => one / length);
    }
}
