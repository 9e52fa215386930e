using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Indexing;

public sealed class Photo_indexer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DualEncoder _encoder = new(ModelReader.Open(SmallModel.Folder));
    private readonly PhotoLibrary _library;
    private readonly string _photos;

    public Photo_indexer()
    {
        _library = PhotoLibrary.Open(_folder.At("library"), create: true);
        _photos = _folder.At("photos");
        PaintedPictures.WriteFolder(_photos, 20, width: 96);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_photo_is_indexed_once_and_left_alone_after()
    {
        var first = await IndexAsync();
        Assert.Equal((20, 20, 0), (first.Found, first.Indexed, first.Failed.Count));
        var second = await IndexAsync();
        Assert.Equal((20, 0, 20), (second.Found, second.Indexed, second.Unchanged));
        Assert.Equal(new PhotoCounts(20, 0, 0), _library.Catalog.Count());
    }

    [Fact]
    public async Task A_batch_of_seven_gives_the_same_embeddings_as_a_batch_of_one()
    {
        await IndexAsync(new IndexOptions { Batch = 7 });
        var one = PhotoLibrary.Open(_folder.At("other"), create: true);
        await new PhotoIndexer(one, _encoder, new IndexOptions { Batch = 1 }).RunAsync([_photos], cancellationToken: TestContext.Current.CancellationToken);
        foreach (var photo in _library.Catalog.ByPath().Values)
        {
            var other = one.Catalog.Embeddings.Find(one.Catalog.FindPath(photo.Path)!.Id)!;
            Assert.All(_library.Catalog.Embeddings.Find(photo.Id)!.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
    }

    [Fact]
    public async Task A_rename_is_noticed_and_not_encoded_again()
    {
        await IndexAsync();
        var id = Find("painting-0003.jpg").Id;
        File.Move(At("painting-0003.jpg"), At("renamed.jpg"));
        var report = await IndexAsync();
        Assert.Equal((0, 1, 0), (report.Indexed, report.Moved, report.Missing));
        Assert.Equal(id, Find("renamed.jpg").Id);
        Assert.Equal(new PhotoCounts(20, 0, 0), _library.Catalog.Count());
    }

    [Fact]
    public async Task A_copy_is_not_encoded_again_in_a_later_run_or_in_the_same()
    {
        File.Copy(At("painting-0001.jpg"), At("copy-0.jpg"));
        var first = await IndexAsync();
        Assert.Equal((20, 1), (first.Indexed, first.Copied));
        File.Copy(At("painting-0001.jpg"), At("copy-1.jpg"));
        var second = await IndexAsync();
        Assert.Equal((0, 1), (second.Indexed, second.Copied));
        Assert.Equal(_library.Catalog.Embeddings.Find(Find("painting-0001.jpg").Id), _library.Catalog.Embeddings.Find(Find("copy-1.jpg").Id));
    }

    [Fact]
    public async Task A_copy_kept_from_before_an_edit_has_the_embedding_of_the_old_content()
    {
        await IndexAsync(new IndexOptions { Batch = 1 });
        var before = _library.Catalog.Embeddings.Find(Find("painting-0000.jpg").Id)!;
        File.Copy(At("painting-0000.jpg"), At("zz-backup.jpg"));
        File.WriteAllBytes(At("painting-0000.jpg"), PaintedPictures.Encode(96, 128, seed: 4321));
        await IndexAsync(new IndexOptions { Batch = 1 });
        Assert.All(before.Zip(_library.Catalog.Embeddings.Find(Find("zz-backup.jpg").Id)!), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        Assert.NotEqual(before, _library.Catalog.Embeddings.Find(Find("painting-0000.jpg").Id)!);
    }

    [Fact]
    public async Task A_photo_that_is_gone_is_counted_though_another_was_found_again()
    {
        await IndexAsync();
        File.Move(At("painting-0001.jpg"), _folder.At("aside.jpg"));
        await IndexAsync();
        File.Move(_folder.At("aside.jpg"), At("back-under-another-name.jpg"));
        File.Delete(At("painting-0002.jpg"));
        var report = await IndexAsync();
        Assert.Equal((1, 1, 0), (report.Moved, report.Missing, report.Indexed));
    }

    [Theory]
    [InlineData("swapped", "painting-0000.jpg>x", "painting-0001.jpg>painting-0000.jpg", "x>painting-0001.jpg")]
    [InlineData("shifted", "painting-0002.jpg>painting-0099.jpg", "painting-0001.jpg>painting-0002.jpg", "painting-0000.jpg>painting-0001.jpg")]
    [InlineData("away and replaced", "painting-0000.jpg>c.jpg", "painting-0001.jpg>painting-0000.jpg")]
    public async Task Names_that_change_hands_leave_each_content_its_own_embedding(string what, params string[] moves)
    {
        await IndexAsync(new IndexOptions { Batch = 3 });
        var before = _library.Catalog.ByPath().Values.ToDictionary(photo => photo.Sha256!, photo => _library.Catalog.Embeddings.Find(photo.Id)!);
        foreach (var move in moves) File.Move(At(move.Split('>')[0]), At(move.Split('>')[1]));
        var report = await IndexAsync(new IndexOptions { Batch = 3 });
        Assert.True(report.Indexed == 0, what);
        Assert.Equal(20, _library.Catalog.Count().Indexed);
        foreach (var photo in _library.Catalog.ByPath().Values.Where(photo => photo.Status == PhotoStatus.Indexed))
        {
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(photo.Path))), photo.Sha256);
            Assert.Equal(before[photo.Sha256!], _library.Catalog.Embeddings.Find(photo.Id));
        }
    }

    [Fact]
    public async Task A_missing_photo_that_comes_back_changed_while_its_old_content_turns_up_elsewhere()
    {
        await IndexAsync();
        File.Move(At("painting-0006.jpg"), _folder.At("aside.jpg"));
        await IndexAsync();
        var old = _library.Catalog.Embeddings.Find(Find("painting-0006.jpg").Id)!;
        File.Move(_folder.At("aside.jpg"), At("zz-elsewhere.jpg"));
        File.WriteAllBytes(At("painting-0006.jpg"), PaintedPictures.Encode(96, 128, seed: 999));
        await IndexAsync();
        Assert.Equal(new PhotoCounts(21, 0, 0), _library.Catalog.Count());
        Assert.Equal(old, _library.Catalog.Embeddings.Find(Find("zz-elsewhere.jpg").Id));
        Assert.NotEqual(old, _library.Catalog.Embeddings.Find(Find("painting-0006.jpg").Id));
    }

    [Fact]
    public async Task A_file_that_was_named_stays_though_a_scan_of_its_folder_passes_it_over()
    {
        var hidden = At(".hidden.jpg");
        File.WriteAllBytes(hidden, PaintedPictures.Encode(96, 64, seed: 55));
        await new PhotoIndexer(_library, _encoder).RunAsync([hidden]);
        Assert.Equal(0, (await IndexAsync()).Missing);
        Assert.Equal(PhotoStatus.Indexed, _library.Catalog.FindPath(hidden)!.Status);
    }

    [Fact]
    public async Task A_pipe_with_a_photos_name_is_refused_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes in folders are Unix's");
        using (var make = System.Diagnostics.Process.Start("mkfifo", At("pipe.jpg"))) await make.WaitForExitAsync();
        var report = await IndexAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((20, 1), (report.Indexed, report.Failed.Count));
    }

    [Fact]
    public async Task Many_threads_that_decode_blemished_and_broken_photos_do_not_take_each_others_reasons()
    {
        for (var i = 0; i < 30; i++)
        {
            var whole = PaintedPictures.Encode(96, 64, seed: 2000 + i);
            File.WriteAllBytes(At($"blemished-{i}.jpg"), [.. whole[..^2], 1, 2, 3, .. whole[^2..]]);
            File.WriteAllBytes(At($"cut-{i}.jpg"), whole[..(whole.Length / 2)]);
        }

        await IndexAsync(new IndexOptions { Workers = 6, Batch = 4 });
        var failed = _library.Catalog.Failed();
        Assert.Equal(30, failed.Count);
        Assert.All(failed, photo => Assert.StartsWith("cut-", Path.GetFileName(photo.Path), StringComparison.Ordinal));
        Assert.Single(failed.Select(photo => photo.Reason).Distinct());
    }

    [Fact]
    public async Task A_removed_photo_is_not_found_until_it_is_back()
    {
        await IndexAsync();
        File.Move(At("painting-0005.jpg"), _folder.At("aside.jpg"));
        Assert.Equal(1, (await IndexAsync()).Missing);
        Assert.Equal(new PhotoCounts(19, 0, 1), _library.Catalog.Count());
        Assert.Equal(19, _library.Vectors.Current(16).Count);
        File.Move(_folder.At("aside.jpg"), At("painting-0005.jpg"));
        var back = await IndexAsync();
        Assert.Equal((0, 20), (back.Indexed, back.Unchanged));
        Assert.Equal(new PhotoCounts(20, 0, 0), _library.Catalog.Count());
    }

    [Fact]
    public async Task A_changed_photo_is_encoded_again_and_a_touched_one_is_not()
    {
        await IndexAsync();
        File.WriteAllBytes(At("painting-0007.jpg"), PaintedPictures.Encode(96, 64, seed: 900));
        File.SetLastWriteTimeUtc(At("painting-0008.jpg"), DateTime.UtcNow.AddDays(1));
        var report = await IndexAsync();
        Assert.Equal((1, 19), (report.Indexed, report.Unchanged));
    }

    [Fact]
    public async Task A_broken_photo_stops_no_other_keeps_its_reason_and_is_tried_again_when_it_changes()
    {
        File.WriteAllBytes(At("broken.jpg"), PaintedPictures.Encode(96, 64, seed: 1)[..300]);
        File.WriteAllBytes(At("empty.png"), []);
        var first = await IndexAsync();
        Assert.Equal((20, 2), (first.Indexed, first.Failed.Count));
        Assert.All(_library.Catalog.Failed(), photo => Assert.NotEmpty(photo.Reason!));
        Assert.Equal(2, (await IndexAsync()).Failed.Count);
        File.WriteAllBytes(At("broken.jpg"), PaintedPictures.Encode(96, 64, seed: 777));
        var mended = await IndexAsync();
        Assert.Equal((1, 1), (mended.Indexed, mended.Failed.Count));
    }

    [Fact]
    public async Task A_stopped_run_keeps_what_it_did_and_the_next_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var indexer = new PhotoIndexer(_library, _encoder, new IndexOptions { Batch = 2, Workers = 1 });
        var report = await indexer.RunAsync([_photos], new StopAfter(stop, 4), stop.Token);
        Assert.True(report.Stopped);
        Assert.InRange(report.Indexed, 4, 19);
        Assert.Equal(report.Indexed, _library.Catalog.Count().Indexed);
        var rest = await IndexAsync();
        Assert.Equal(20, report.Indexed + rest.Indexed);
    }

    [Fact]
    public async Task Two_writers_at_once_are_refused()
    {
        using (_library.Lock())
            Assert.Equal(LibraryFault.Busy, (await Assert.ThrowsAsync<LibraryException>(() => IndexAsync())).Fault);
        Assert.Equal(20, (await IndexAsync()).Indexed);
    }

    [Fact]
    public async Task The_index_is_made_again_when_its_files_are_gone_or_damaged()
    {
        await IndexAsync();
        _library.Vectors.Current(16);
        foreach (var file in Directory.GetFiles(_library.Folder.Vectors)) File.WriteAllText(file, "damaged");
        Assert.Equal(20, PhotoLibrary.Open(_library.Folder.Path).Vectors.Current(16).Count);
        Directory.Delete(_library.Folder.Vectors, recursive: true);
        Assert.Equal(20, PhotoLibrary.Open(_library.Folder.Path).Vectors.Current(16).Count);
    }

    [Fact]
    public async Task A_photo_finds_itself_first_and_its_like_are_without_it()
    {
        await IndexAsync();
        var searcher = new PhotoSearcher(_library, _encoder);
        var photo = Find("painting-0004.jpg");
        var byPicture = await searcher.SearchAsync(new SearchQuery { Picture = Vislumbre.Imaging.PhotoSource.FromFile(photo.Path) }, TestContext.Current.CancellationToken);
        Assert.Equal(photo.Id, byPicture.Hits[0].Photo.Id);
        Assert.Equal(9, byPicture.Hits.Count);
        Assert.Equal(1f, byPicture.Hits[0].Score, 1e-3f);
        var like = await searcher.SearchAsync(new SearchQuery { LikePhoto = photo.Id, Count = 30 }, TestContext.Current.CancellationToken);
        Assert.Equal(19, like.Hits.Count);
        Assert.DoesNotContain(like.Hits, hit => hit.Photo.Id == photo.Id);
    }

    [Fact]
    public async Task A_query_of_nothing_and_of_too_many_answers_are_refused()
    {
        await IndexAsync();
        var searcher = new PhotoSearcher(_library, _encoder);
        await Assert.ThrowsAsync<SearchException>(() => searcher.SearchAsync(new SearchQuery { Text = "  " }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<SearchException>(() => searcher.SearchAsync(new SearchQuery { Text = "x", Count = 1001 }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<LibraryException>(() => searcher.SearchAsync(new SearchQuery { LikePhoto = 9999 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_changes_nothing()
    {
        await IndexAsync();
        await Assert.ThrowsAsync<VislumbreException>(() => new PhotoIndexer(_library, _encoder).RunAsync([_folder.At("nowhere")], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(new PhotoCounts(20, 0, 0), _library.Catalog.Count());
    }

    private Task<IndexReport> IndexAsync(IndexOptions? options = null) => new PhotoIndexer(_library, _encoder, options ?? new IndexOptions { Batch = 8 }).RunAsync([_photos], cancellationToken: TestContext.Current.CancellationToken);

    private string At(string name) => Path.Combine(_photos, name);

    private PhotoRecord Find(string name) => _library.Catalog.FindPath(At(name))!;

    private sealed class StopAfter(CancellationTokenSource stop, int done) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value)
        {
            if (value.Done >= done) stop.Cancel();
        }
    }
}
