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
    private static readonly (double North, double East)[] Spots = [(-23.55, -46.63), (38.72, -9.14), (89.9, 10), (-17, 179.95), (-17, -179.95), (0, 0)];
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
        var text = One(PhotoField.By, PhotoField.Location, PhotoField.Path, PhotoField.Camera, PhotoField.Country, PhotoField.Source, PhotoField.Lens, PhotoField.Keyword)
            .Select(One("ana", "Ana*", "*PAULO*", "sao", "são", "zoe", "%", "_", "'", "unsplash", "*", "b?b", ""), PhotoFilter (field, pattern) => new PhotoFilter.Text(field, pattern));
        var fixedOnes = One<PhotoFilter>(
            new PhotoFilter.Text(PhotoField.Orientation, "landscape"), new PhotoFilter.Text(PhotoField.Orientation, "portrait"), new PhotoFilter.Text(PhotoField.Orientation, "square"),
            new PhotoFilter.Text(PhotoField.Is, "featured"), new PhotoFilter.Text(PhotoField.Is, "remote"), new PhotoFilter.Text(PhotoField.Is, "described"),
            new PhotoFilter.Text(PhotoField.Is, "new"), new PhotoFilter.Text(PhotoField.Is, "failed"), new PhotoFilter.Text(PhotoField.Is, "duplicate"));
        var near = Gen.Select(Gen.Int[0, Spots.Length - 1], Gen.Double[0.1, 20_100]).Select(PhotoFilter (n) => new PhotoFilter.Near("", Spots[n.Item1].North, Spots[n.Item1].East, n.Item2));
        var colour = Gen.Select(Gen.Double[0, 1], Gen.Double[-0.3, 0.3], Gen.Double[-0.3, 0.3]).Select(PhotoFilter (c) => new PhotoFilter.Colour("", null, c.Item1, c.Item2, c.Item3));
        var range = Gen.Select(One(PhotoField.Iso, PhotoField.F, PhotoField.Width, PhotoField.Height, PhotoField.Submitted, PhotoField.Focal, PhotoField.Taken), Gen.Int[-1, 12], Gen.Int[-1, 12], Gen.Bool, Gen.Bool)
            .Select(PhotoFilter (r) => new PhotoFilter.Range(r.Item1, r.Item2 < 0 ? null : r.Item2 * 100, r.Item3 < 0 ? null : r.Item3 * 100) { LowIsOut = r.Item4, HighIsOut = r.Item5 });
        var leaf = Gen.OneOf(text, fixedOnes, range, near, colour);
        var tree = Gen.Recursive<PhotoFilter>((depth, inner) => depth > 2 ? leaf : Gen.OneOf(
            leaf, inner.Select(PhotoFilter (part) => new PhotoFilter.None(part)), inner.Array[2, 3].Select(PhotoFilter (parts) => new PhotoFilter.All(parts)), inner.Array[2, 3].Select(PhotoFilter (parts) => new PhotoFilter.Any(parts))));
        tree.Sample(filter => Assert.Equal(photos.Where(photo => (photo.Photo.Status == PhotoStatus.Indexed || filter.AsksForFailed) && Holds(filter, photo)).Select(photo => photo.Photo.Id).Order(), catalog.Match(filter).Order()), iter: 120, threads: 1);
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

    private static bool Holds(PhotoFilter filter, Known photo) => filter switch
    {
        PhotoFilter.All all => all.Parts.All(part => Holds(part, photo)),
        PhotoFilter.Any any => any.Parts.Any(part => Holds(part, photo)),
        PhotoFilter.None none => !Holds(none.Part, photo),
        PhotoFilter.Range range => Number(range.Field, photo) is { } number
            && (range.Low is not { } low || (range.LowIsOut ? number > low : number >= low)) && (range.High is not { } high || (range.HighIsOut ? number < high : number <= high)),
        PhotoFilter.Near near => photo.Look?.Metadata is { Latitude: { } north, Longitude: { } east } && Arc(north, east, near.Latitude, near.Longitude) <= near.Kilometres,
        PhotoFilter.Colour colour => photo.Look?.Colours.Any(one => one.Coverage >= 0.05 && Math.Pow((one.L - colour.L) / 2, 2) + Math.Pow(one.A - colour.A, 2) + Math.Pow(one.B - colour.B, 2) <= 0.12 * 0.12) == true,
        PhotoFilter.Text { Field: PhotoField.Orientation } text => (photo.Details?.Width ?? photo.Photo.Width, photo.Details?.Height ?? photo.Photo.Height) is ({ } width, { } height)
            && text.Pattern switch { "landscape" => width > height, "portrait" => width < height, _ => width == height },
        PhotoFilter.Text { Field: PhotoField.Is } text => text.Pattern switch
        {
            "featured" => photo.Details?.Featured == true,
            "remote" => photo.Photo.IsRemote,
            "new" => photo.Photo.HandledTicks > DateTime.UtcNow.AddDays(-7).Ticks,
            "failed" => photo.Photo.Status == PhotoStatus.Failed,
            "duplicate" => photo.Photo.Id % 50 < 2,
            _ => (photo.Details?.Description ?? photo.Details?.AiDescription ?? photo.Look?.Metadata.Description) is not null,
        },
        PhotoFilter.Text { Field: PhotoField.Keyword } text => photo.Look?.Metadata.Keywords.Any(word => TextPattern.Fits(word, TextPattern.Fold(text.Pattern), whole: true)) == true,
        PhotoFilter.Text text => Texts(text.Field, photo).Any(value => TextPattern.Fits(value, TextPattern.Fold(text.Pattern), text.Field == PhotoField.Source)),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    // The angle between two places by the cosine law, in double precision good to a metre at these distances.
    private static double Arc(double north, double east, double otherNorth, double otherEast)
    {
        var (a, b, turn) = (double.DegreesToRadians(north), double.DegreesToRadians(otherNorth), double.DegreesToRadians(east - otherEast));
        return 6371.0088 * Math.Acos(Math.Clamp(Math.Sin(a) * Math.Sin(b) + Math.Cos(a) * Math.Cos(b) * Math.Cos(turn), -1, 1));
    }

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static double? Number(PhotoField field, Known photo) => field switch
    {
        PhotoField.Iso => photo.Details?.Iso ?? photo.Look?.Metadata.Iso,
        PhotoField.F => photo.Details?.Aperture ?? photo.Look?.Metadata.Aperture,
        PhotoField.Focal => photo.Details?.FocalLength ?? photo.Look?.Metadata.FocalLength,
        PhotoField.Submitted => photo.Details?.SubmittedMs,
        PhotoField.Taken => photo.Look?.Metadata.TakenMs,
        PhotoField.Width => photo.Details?.Width ?? photo.Photo.Width,
        _ => photo.Details?.Height ?? photo.Photo.Height,
    };

    private static IEnumerable<string?> Texts(PhotoField field, Known photo) => (field, photo.Details, photo.Look?.Metadata) switch
    {
        (PhotoField.By, var details, var said) => [Joined(details?.PhotographerFirstName, details?.PhotographerLastName), details?.PhotographerUsername, said?.Photographer],
        (PhotoField.Camera, var details, var said) => [Joined(details?.CameraMake, details?.CameraModel), Joined(said?.CameraMake, said?.CameraModel)],
        (PhotoField.Location, var details, _) => [details?.Location, details?.City, details?.Country, details?.Landmark],
        (PhotoField.Country, var details, _) => [details?.Country],
        (PhotoField.Source, var details, _) => [details?.Source],
        (PhotoField.Lens, _, var said) => [said?.Lens],
        _ => [photo.Photo.Path],
    };

    // As SQLite's concat_ws: what is null is left out, and of nothing comes an empty text.
    private static string Joined(params string?[] parts) => string.Join(' ', parts.Where(part => part is not null));

    private (PhotoCatalog Catalog, List<Known> Photos) Write()
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
                var photo = new PhotoRecord { Path = i % 3 == 0 ? $"https://unsplash.com/photos/k{i}" : $"/fotos/{One(Names)}/{i}.jpg", Width = random.Next(3) == 0 ? null : random.Next(4) * 300, Height = random.Next(4) * 300, HandledTicks = DateTime.UtcNow.AddDays(-random.Next(14) - 0.5).Ticks };
                import.Take(photo, i < Photos * 3 / 4 ? new PhotoDetails { Source = UnsplashTables.Source, Key = $"k{i}" } : null, new Half[2]);
            }

            import.Commit();
        }

        // What files say, of two photos in three that have one; and some photos that failed.
        using (var writer = catalog.Begin())
        {
            foreach (var photo in catalog.ByPath().Values.Where(photo => !photo.IsRemote).OrderBy(photo => photo.Id))
            {
                if (random.Next(10) == 0) writer.SaveFailed(photo);
                else if (random.Next(3) > 0) writer.SaveIndexed(photo, new float[2], Look(random, One));
            }

            writer.Commit();
        }

        catalog.Looks.SaveAlike([.. catalog.ByPath().Values.Select(photo => photo.Id).Where(id => id % 50 < 2).Chunk(2)], "");
        var photos = catalog.ByPath().Values.ToList();
        var details = photos.Where(photo => photo.DetailId is not null).Select(photo => photo.DetailId!.Value).Chunk(5000).SelectMany(chunk => catalog.Details.Find(chunk)).ToDictionary();
        Assert.Equal(Photos, photos.Count);
        Assert.Contains(photos, photo => photo.Status == PhotoStatus.Failed);
        return (catalog, [.. photos.Select(photo => new Known(photo, photo.DetailId is { } id ? details[id] : null, catalog.Looks.Find(photo.Id)))]);
    }

    private static PhotoLook Look(Random random, Func<string?[], string?> one)
    {
        T? Maybe<T>(T value)
            where T : struct => random.Next(4) == 0 ? null : value;
        var spot = Spots[random.Next(Spots.Length)];
        var said = new Vislumbre.Imaging.PhotoMetadata
        {
            TakenMs = Maybe((long)random.Next(1200)),
            Iso = Maybe(random.Next(1, 12) * 100),
            Aperture = Maybe(random.Next(1200) / 1.0),
            FocalLength = Maybe(random.Next(1200) / 2.0),
            Lens = one(Names),
            CameraMake = one(Names),
            Photographer = one(Names),
            Description = one(Names),
            Keywords = [.. Enumerable.Range(0, random.Next(3)).Select(_ => one(Names)).OfType<string>().Where(word => word.Length > 0)],
            Latitude = Math.Clamp(spot.North + random.NextDouble() - 0.5, -90, 90),
            Longitude = spot.East,
        };
        return new PhotoLook(said, [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Vislumbre.Imaging.MainColour(random.NextSingle(), random.NextSingle() * 0.6f - 0.3f, random.NextSingle() * 0.6f - 0.3f, random.NextSingle() / 4))], (ulong)random.NextInt64());
    }

    private sealed record Known(PhotoRecord Photo, PhotoDetails? Details, PhotoLook? Look);
}
