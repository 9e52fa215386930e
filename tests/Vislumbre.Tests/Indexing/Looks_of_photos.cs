using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Indexing;

public sealed class Looks_of_photos : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DualEncoder _encoder = new(ModelReader.Open(SmallModel.Folder));

    public void Dispose()
    {
        _encoder.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_photo_that_is_indexed_has_colours_and_a_hash_and_a_copy_has_the_same()
    {
        var library = await IndexedAsync(6);
        File.Copy(_folder.At("photos/painting-0001.jpg"), _folder.At("photos/copy.jpg"));
        await IndexAsync(library);
        var (original, copy) = (Look(library, "painting-0001.jpg"), Look(library, "copy.jpg"));
        Assert.NotEmpty(original!.Colours);
        Assert.Equal(original.Colours, copy!.Colours);
        Assert.Equal(original.PerceptualHash, copy.PerceptualHash);
        Assert.Equal(7, library.Catalog.Looks.Hashes().Count);
    }

    [Fact]
    public async Task Photos_of_an_earlier_version_are_looked_at_once_without_being_encoded_again()
    {
        var library = await IndexedAsync(6);
        ForgetLooks(library);
        var report = await IndexAsync(library);
        Assert.Equal((0, 6), (report.Indexed, report.Looked));
        Assert.NotNull(Look(library, "painting-0002.jpg"));
        Assert.Equal(0, (await IndexAsync(library)).Looked);
    }

    [Fact]
    public async Task Older_photos_are_looked_at_whichever_folder_is_indexed()
    {
        var library = await IndexedAsync(4);
        ForgetLooks(library);
        PaintedPictures.WriteFolder(_folder.At("others"), 1, width: 160);
        var report = await new PhotoIndexer(library, _encoder).RunAsync([_folder.At("others")], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(5, report.Looked); // the new one shows what an older one shows: it gets its look with it
        Assert.Empty(library.Catalog.Looks.Unknown());
    }

    [Theory]
    [InlineData("/photos/a.jpg", "/", true, true)]
    [InlineData("/photos/a.jpg", "/", false, false)]
    [InlineData("/a.jpg", "/", false, true)]
    [InlineData("/photos/a.jpg", "/photos", false, true)]
    [InlineData("/photos/b/a.jpg", "/photos", false, false)]
    [InlineData("/photos-old/a.jpg", "/photos", true, false)]
    public void A_photo_is_under_a_folder_by_whole_names(string photo, string root, bool recursive, bool isUnder)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Paths as Unix has them.");
        Assert.Equal(isUnder, FolderChanges.IsUnder(photo, root, recursive));
    }

    [Fact]
    public async Task A_copy_of_what_a_photo_was_before_it_was_edited_gets_the_look_of_what_it_shows()
    {
        var library = await IndexedAsync(6);
        var before = Look(library, "painting-0001.jpg")!;
        File.Copy(_folder.At("photos/painting-0001.jpg"), _folder.At("photos/original.jpg"));
        using (var picture = NetVips.Image.NewFromFile(_folder.At("photos/painting-0005.jpg"))) picture.Jpegsave(_folder.At("photos/painting-0001.jpg"), q: 70);
        File.SetLastWriteTimeUtc(_folder.At("photos/painting-0001.jpg"), DateTime.UtcNow.AddHours(1));
        await IndexAsync(library);
        Assert.Equal(before.PerceptualHash, Look(library, "original.jpg")!.PerceptualHash);
        Assert.NotEqual(before.PerceptualHash, Look(library, "painting-0001.jpg")!.PerceptualHash);
    }

    [Fact]
    public async Task Photos_saved_again_are_nearly_the_same_and_others_are_not()
    {
        var library = await IndexedAsync(12);
        foreach (var number in new[] { 3, 7 })
        {
            using var picture = NetVips.Image.NewFromFile(_folder.At($"photos/painting-{number:0000}.jpg"));
            using var smaller = picture.Resize(0.7);
            smaller.Jpegsave(_folder.At($"photos/again-{number}.jpg"), q: 50);
        }

        await IndexAsync(library);
        var groups = new AlikePhotos(library.Catalog).Find(TestContext.Current.CancellationToken);
        Assert.Equal(["again-3.jpg painting-0003.jpg", "again-7.jpg painting-0007.jpg"], groups.Select(group => string.Join(' ', group.Select(id => Path.GetFileName(library.Catalog.Find(id)!.Path)).Order())).Order());
        Assert.All(groups, group => Assert.Equal((group[0], 2), library.Catalog.Looks.Alike(group.ToList())[group[1]]));
        // What is found again takes the place of what was known.
        File.Delete(_folder.At("photos/again-3.jpg"));
        await IndexAsync(library);
        Assert.Single(new AlikePhotos(library.Catalog).Find(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Photos_that_are_each_a_little_unlike_the_last_make_no_chain()
    {
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        var nothing = PhotoMetadata.None;
        ulong[] hashes = [0b0111, 0b0111_0000, 0b0111_0011, 0b0111_0111_0011];
        using (var writer = library.Catalog.Begin())
        {
            for (var i = 0; i < hashes.Length; i++)
                writer.SaveIndexed(new PhotoRecord { Path = $"/p/{i}.jpg", Sha256 = $"{i}" }, [1, 0], new PhotoLook(nothing, [], hashes[i]));
            writer.Commit();
        }

        // The third is four bits from the first and two from the second; the fourth is near the third alone, which stands for no group.
        var groups = new AlikePhotos(library.Catalog).Find(TestContext.Current.CancellationToken);
        Assert.Equal([[1, 3]], groups.Select(group => group.ToArray()));
    }

    [Fact]
    public async Task What_failed_keeps_no_look_of_what_it_was()
    {
        var library = await IndexedAsync(2);
        var photo = library.Catalog.FindPath(_folder.At("photos/painting-0001.jpg"))!;
        Assert.NotNull(library.Catalog.Looks.Find(photo.Id));
        await File.WriteAllTextAsync(photo.Path, "no picture any more", TestContext.Current.CancellationToken);
        await IndexAsync(library);
        Assert.Null(library.Catalog.Looks.Find(photo.Id));
    }

    [Fact]
    public async Task An_embedding_that_is_taken_for_another_file_keeps_no_look_of_the_one_before()
    {
        var library = await IndexedAsync(2);
        var photo = library.Catalog.FindPath(_folder.At("photos/painting-0001.jpg"))!;
        File.Delete(photo.Path);
        await IndexAsync(library);
        using (var import = library.Catalog.BeginImport())
        {
            Assert.True(import.Take(photo with { Id = 0, Sha256 = new string('a', 64) }, null, new Half[_encoder.Model.Identity.Dimension]));
            import.Commit();
        }

        Assert.Null(library.Catalog.Looks.Find(photo.Id));
        Assert.Contains(photo.Id, library.Catalog.Looks.Unknown().Select(unknown => unknown.Id));
    }

    [Theory]
    [InlineData("/home/ana/Fotos/FériasNaPraia_2019/IMG0042b.jpg", "Fotos Férias Na Praia_2019 IMG 0042 b")]
    [InlineData("mar.jpg", "mar")]
    [InlineData(@"C:\fotos\maré alta.png", "C: fotos maré alta")]
    public void Words_written_together_and_numbers_stand_apart(string path, string words) => Assert.Equal(words, PathWords.Of(path));

    [Theory]
    [InlineData(-23.5505, -46.6333, -22.9068, -43.1729, 360.7)] // São Paulo to Rio de Janeiro
    [InlineData(0, 179.5, 0, -179.5, 111.2)] // over the date line
    [InlineData(90, 0, -90, 77, 20015.1)] // pole to pole
    [InlineData(5, 5, 5, 5, 0)]
    public void Distances_on_the_earth_are_right(double north, double east, double otherNorth, double otherEast, double kilometres) =>
        Assert.Equal(kilometres, GreatCircle.Kilometres(north, east, otherNorth, otherEast), 0.1);

    private async Task<PhotoLibrary> IndexedAsync(int count)
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), count, width: 160);
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await IndexAsync(library);
        return library;
    }

    private static void ForgetLooks(PhotoLibrary library)
    {
        using var connection = new SqliteConnection($"Data Source={library.Catalog.File}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM looks; DELETE FROM look_colours";
        command.ExecuteNonQuery();
    }

    private Task<IndexReport> IndexAsync(PhotoLibrary library) => new PhotoIndexer(library, _encoder).RunAsync([_folder.At("photos")]);

    private PhotoLook? Look(PhotoLibrary library, string name) => library.Catalog.Looks.Find(library.Catalog.FindPath(_folder.At("photos", name))!.Id);
}
