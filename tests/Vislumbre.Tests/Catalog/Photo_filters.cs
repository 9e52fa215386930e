using CsCheck;
using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Catalog;

/// <summary>Conditions give what a plain evaluation over the photos gives.</summary>
public sealed class Photo_filters : IDisposable
{
    private const int Photos = 10_000;
    private static readonly string?[] Names = ["Ana", "ána silva", "BOB", "Zoë", null, "", "100%_x"];
    private static readonly string?[] Places = ["São Paulo", "Lisboa", "Sao Paulo, Brasil", null, "Porto*"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Every_condition_gives_what_a_plain_evaluation_over_10_000_photos_gives()
    {
        var (catalog, photos) = Write();
        var text = One(PhotoField.By, PhotoField.Location, PhotoField.Path, PhotoField.Camera, PhotoField.Country, PhotoField.Source)
            .Select(One("ana", "Ana*", "*PAULO*", "sao", "são", "zoe", "%", "_", "'", "unsplash", "*", "b?b", ""), PhotoFilter (field, pattern) => new PhotoFilter.Text(field, pattern));
        var fixedOnes = One<PhotoFilter>(
            new PhotoFilter.Text(PhotoField.Orientation, "landscape"), new PhotoFilter.Text(PhotoField.Orientation, "portrait"), new PhotoFilter.Text(PhotoField.Orientation, "square"),
            new PhotoFilter.Text(PhotoField.Is, "featured"), new PhotoFilter.Text(PhotoField.Is, "remote"), new PhotoFilter.Text(PhotoField.Is, "described"));
        var range = Gen.Select(One(PhotoField.Iso, PhotoField.F, PhotoField.Width, PhotoField.Height, PhotoField.Submitted, PhotoField.Focal), Gen.Int[-1, 12], Gen.Int[-1, 12], Gen.Bool, Gen.Bool)
            .Select(PhotoFilter (r) => new PhotoFilter.Range(r.Item1, r.Item2 < 0 ? null : r.Item2 * 100, r.Item3 < 0 ? null : r.Item3 * 100) { LowIsOut = r.Item4, HighIsOut = r.Item5 });
        var leaf = Gen.OneOf(text, fixedOnes, range);
        var tree = Gen.Recursive<PhotoFilter>((depth, inner) => depth > 2 ? leaf : Gen.OneOf(
            leaf, inner.Select(PhotoFilter (part) => new PhotoFilter.None(part)), inner.Array[2, 3].Select(PhotoFilter (parts) => new PhotoFilter.All(parts)), inner.Array[2, 3].Select(PhotoFilter (parts) => new PhotoFilter.Any(parts))));
        tree.Sample(filter => Assert.Equal(photos.Where(photo => Holds(filter, photo.Photo, photo.Details)).Select(photo => photo.Photo.Id).Order(), catalog.Match(filter).Order()), iter: 60, threads: 1);
    }

    [Fact]
    public void Keywords_colours_and_collections_are_looked_up()
    {
        var library = Vislumbre.Indexing.PhotoLibrary.Open(_folder.At("library"), create: true);
        var release = Vislumbre.Testing.Unsplash.GeneratedRelease.Write(_folder.At("release"), new Vislumbre.Testing.Unsplash.ReleaseOptions { Photos = 60, DistinctPictures = 20 });
        using (var tables = UnsplashRelease.Open(release.ZipPath)) Vislumbre.Indexing.TablesImport.Run(library, tables);
        using (var import = library.Catalog.BeginImport())
        {
            foreach (var photo in release.Photos) import.Take(new PhotoRecord { Path = $"https://unsplash.com/photos/{photo.Id}" }, new PhotoDetails { Source = UnsplashTables.Source, Key = photo.Id }, new Half[4]);
            import.Commit();
        }

        var word = release.Photos.SelectMany(photo => photo.Keywords).GroupBy(keyword => keyword).OrderByDescending(group => group.Count()).First().Key;
        Assert.Equal(release.Photos.Where(photo => photo.Keywords.Contains(word)).Select(photo => photo.Id).Order(), Keys(new PhotoFilter.Text(PhotoField.Keyword, word.ToUpperInvariant())));
        var details = library.Catalog.Details;
        var all = release.Photos.Select(photo => details.FindKey(photo.Id)!).ToList();
        var colour = details.Colours(all[0].Id)[0].Word!;
        Assert.Equal(all.Where(one => details.Colours(one.Id).Any(found => found.Word == colour)).Select(one => one.Key).Order(), Keys(new PhotoFilter.Text(PhotoField.Color, colour)));
        var title = details.Collections(all[1].Id)[0];
        Assert.Equal(all.Where(one => details.Collections(one.Id).Any(found => found.Contains(title, StringComparison.OrdinalIgnoreCase))).Select(one => one.Key).Order(), Keys(new PhotoFilter.Text(PhotoField.Collection, title)));

        IEnumerable<string> Keys(PhotoFilter filter) => library.Catalog.Match(filter).Select(id => library.Catalog.Details.Find(library.Catalog.Find(id)!.DetailId!.Value)!.Key).Order();
    }

    private static bool Holds(PhotoFilter filter, PhotoRecord photo, PhotoDetails? details) => filter switch
    {
        PhotoFilter.All all => all.Parts.All(part => Holds(part, photo, details)),
        PhotoFilter.Any any => any.Parts.Any(part => Holds(part, photo, details)),
        PhotoFilter.None none => !Holds(none.Part, photo, details),
        PhotoFilter.Range range => Number(range.Field, photo, details) is { } number
            && (range.Low is not { } low || (range.LowIsOut ? number > low : number >= low)) && (range.High is not { } high || (range.HighIsOut ? number < high : number <= high)),
        PhotoFilter.Text { Field: PhotoField.Orientation } text => (details?.Width ?? photo.Width, details?.Height ?? photo.Height) is ({ } width, { } height)
            && text.Pattern switch { "landscape" => width > height, "portrait" => width < height, _ => width == height },
        PhotoFilter.Text { Field: PhotoField.Is } text => text.Pattern switch
        {
            "featured" => details?.Featured == true,
            "remote" => photo.IsRemote,
            _ => details is not null && (details.Description ?? details.AiDescription) is not null,
        },
        PhotoFilter.Text text => Texts(text.Field, photo, details).Any(value => TextPattern.Fits(value, TextPattern.Fold(text.Pattern), text.Field == PhotoField.Source)),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static double? Number(PhotoField field, PhotoRecord photo, PhotoDetails? details) => field switch
    {
        PhotoField.Iso => details?.Iso,
        PhotoField.F => details?.Aperture,
        PhotoField.Focal => details?.FocalLength,
        PhotoField.Submitted => details?.SubmittedMs,
        PhotoField.Width => details?.Width ?? photo.Width,
        _ => details?.Height ?? photo.Height,
    };

    private static IEnumerable<string?> Texts(PhotoField field, PhotoRecord photo, PhotoDetails? details) => field switch
    {
        PhotoField.By => [Joined(details?.PhotographerFirstName, details?.PhotographerLastName), details?.PhotographerUsername],
        PhotoField.Camera => [Joined(details?.CameraMake, details?.CameraModel)],
        PhotoField.Location => [details?.Location, details?.City, details?.Country, details?.Landmark],
        PhotoField.Country => [details?.Country],
        PhotoField.Source => [details?.Source],
        _ => [photo.Path],
    };

    // As SQLite's concat_ws: what is null is left out, and of nothing comes an empty text.
    private static string Joined(params string?[] parts) => string.Join(' ', parts.Where(part => part is not null));

    private (PhotoCatalog Catalog, List<(PhotoRecord Photo, PhotoDetails? Details)> Photos) Write()
    {
        var random = new Random(6);
        var catalog = PhotoCatalog.Open(new LibraryFolder(_folder.At("library")), create: true);
        var columns = UnsplashTables.Photos.Columns.ToList();
        string? One(string?[] from) => from[random.Next(from.Length)];
        using (var writer = catalog.Details.Begin(UnsplashTables.Source))
        {
            writer.Write(UnsplashTables.Photos, Enumerable.Range(0, Photos * 3 / 4).Select(i =>
            {
                var row = new object?[columns.Count + 1];
                void Set(string name, object? value) => row[columns.FindIndex(column => column.Name == name)] = random.Next(4) == 0 && name != "key" ? null : value;
                Set("key", $"k{i}");
                Set("photographer_first_name", One(Names));
                Set("photographer_last_name", One(Names));
                Set("photographer_username", One(Names));
                Set("location", One(Places));
                Set("country", One(Places));
                Set("camera_make", One(Names));
                Set("iso", (long)random.Next(12) * 100);
                Set("aperture", random.Next(1200) / 1.0);
                Set("focal_length", random.Next(1200) / 2.0);
                Set("submitted_ms", (long)random.Next(1200));
                Set("width", (long)random.Next(4) * 300);
                Set("height", (long)random.Next(4) * 300);
                Set("featured", (long)random.Next(2));
                Set("description", One(Names));
                return row;
            }));
            writer.Commit();
        }

        using (var import = catalog.BeginImport())
        {
            for (var i = 0; i < Photos; i++)
            {
                var photo = new PhotoRecord { Path = i % 3 == 0 ? $"https://unsplash.com/photos/k{i}" : $"/fotos/{One(Names)}/{i}.jpg", Width = random.Next(3) == 0 ? null : random.Next(4) * 300, Height = random.Next(4) * 300 };
                import.Take(photo, i < Photos * 3 / 4 ? new PhotoDetails { Source = UnsplashTables.Source, Key = $"k{i}" } : null, new Half[2]);
            }

            import.Commit();
        }

        var photos = catalog.ByPath().Values.ToList();
        var details = photos.Where(photo => photo.DetailId is not null).Select(photo => photo.DetailId!.Value).Chunk(5000).SelectMany(chunk => catalog.Details.Find(chunk)).ToDictionary();
        Assert.Equal(Photos, photos.Count);
        return (catalog, [.. photos.Select(photo => (photo, photo.DetailId is { } id ? details[id] : null))]);
    }
}
