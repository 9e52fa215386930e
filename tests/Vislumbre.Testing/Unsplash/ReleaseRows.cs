using System.Globalization;

namespace Vislumbre.Testing.Unsplash;

/// <summary>The rows that belong to a photo, fields in the order of Lite's columns.</summary>
internal sealed class ReleaseRows(ReleaseOptions options, IReadOnlyList<string> sceneColours)
{
    private const string Base83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    private static readonly DateTime Start = new(2013, 5, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly (string Make, string Model)[] Cameras =
    [
        ("Canon", "Canon EOS 6D"), ("NIKON CORPORATION", "NIKON D750"), ("SONY", "ILCE-7M3"), ("Apple", "iPhone 12 Pro"), ("FUJIFILM", "X-T3"),
    ];

    private static readonly string[] Sources = ["photographer", "editor", "search"];
    private static readonly string[] Titles = ["Nature", "Wallpapers, dark & light", "Moods \"in blue\"", "Viagens", "風景", "Minimal 🌿", "people\tand places", "Animals"];
    private static readonly (string City, string Country, double Latitude, double Longitude)[] Places =
    [
        ("Lisbon", "Portugal", 38.7223, -9.1393), ("São Paulo", "Brazil", -23.5505, -46.6333), ("東京", "Japan", 35.6762, 139.6503), ("Reykjavík", "Iceland", 64.1466, -21.9426),
        ("Portland", "United States", 45.5152, -122.6784), ("Abidjan", "Côte d'Ivoire", 5.3600, -4.0083), ("Wellington", "New Zealand", -41.2866, 174.7756), ("", "Norway", 60.4720, 8.4689),
    ];

    private static readonly (string Name, int Rgb)[] Palette =
    [
        ("black", 0x0B0B0C), ("white", 0xF4F4F2), ("red", 0xC8202A), ("blue", 0x2450B4), ("green", 0x2F8F3A), ("yellow", 0xF0CE30), ("brown", 0x7A4A28), ("grey", 0x868A8E),
        ("purple", 0x6E3A96), ("golden", 0xD8A020), ("pink", 0xEE86B0), ("orange", 0xE8802A), ("darkslategray", 0x2C4A50), ("lightsteelblue", 0xAEC2DC), ("teal", 0x0C8080),
    ];

    /// <summary>What is said of the place of photo i; all empty for some.</summary>
    public static string CountryOf(int seed, int photo) => SeededNumbers.Unit(seed, 20, photo) < 0.6 ? PlaceOf(seed, photo).Country : "";

    /// <summary>The row of photos.</summary>
    public string[] Photo(ReleasePhoto photo)
    {
        var random = Numbers(1, photo);
        var place = photo.Country.Length == 0 ? default : PlaceOf(options.Seed, photo.Index);
        var camera = Cameras[random.Next(Cameras.Length)];
        // Tables that went through pandas have whole numbers with a point where a column has gaps.
        var point = photo.Index % 5 == 4 ? ".0" : "";
        var landmark = photo.Country.Length > 0 && random.Next(6) == 0;
        return
        [
            photo.Id, $"https://unsplash.com/photos/{photo.Id}", new Uri(options.BaseAddress, photo.Path).AbsoluteUri,
            Moment(random), random.Next(5) == 0 ? "t" : "f", photo.Width + point, photo.Height + point,
            ((double)photo.Width / photo.Height).ToString("0.00", CultureInfo.InvariantCulture), photo.OwnDescription,
            photo.Photographer, "Ana " + photo.Photographer[^2..], photo.Index % 9 == 8 ? "" : "d'Água-Nuñez",
            camera.Make, Maybe(random, camera.Model), 100 * (1 << random.Next(6)) + point, Maybe(random, Number((14 + random.Next(80)) / 10.0)),
            Maybe(random, Number(16 + random.Next(185))), Maybe(random, $"1/{25 << random.Next(7)}"),
            place.Country is null ? "" : $"{place.City}, {place.Country}".Trim(',', ' '), place.Country is null ? "" : Number(place.Latitude),
            place.Country is null ? "" : Number(place.Longitude), photo.Country, place.City ?? "",
            Whole(random.Next(1_000, 90_000_000)) + point, Whole(random.Next(10, 500_000)) + point, photo.Description,
            landmark ? $"Old Tower of {place.Country}" : "", landmark ? Number(place.Latitude) : "", landmark ? Number(place.Longitude) : "",
            landmark ? Number(random.Next(200, 1000) / 10.0) : "", BlurHash(random),
        ];
    }

    /// <summary>The rows of keywords.</summary>
    public IEnumerable<string[]> Keywords(ReleasePhoto photo)
    {
        var random = Numbers(2, photo);
        foreach (var keyword in photo.Keywords)
        {
            var suggested = random.Next(8) == 0;
            yield return
            [
                photo.Id, keyword, random.Next(7) == 0 ? "" : Number(random.Next(0, 1_000_000) / 10_000.0), random.Next(3) == 0 ? "" : Number(random.Next(0, 1_000_000) / 10_000.0),
                suggested ? "t" : "f", suggested ? Sources[random.Next(Sources.Length)] : "",
            ];
        }
    }

    /// <summary>The rows of collections.</summary>
    public IEnumerable<string[]> Collections(ReleasePhoto photo)
    {
        var random = Numbers(3, photo);
        for (var i = About(random, options.Collections); i > 0; i--)
        {
            var collection = random.Next(1, 4_000);
            var title = Titles[collection % Titles.Length] + (collection < 16 ? "" : $" {collection % 90}");
            yield return [photo.Id, Whole(collection), title, Moment(random), collection % 11 == 0 ? "curated" : "user"];
        }
    }

    /// <summary>The rows of conversions.</summary>
    public IEnumerable<string[]> Conversions(ReleasePhoto photo)
    {
        var random = Numbers(4, photo);
        var bytes = new byte[16];
        for (var i = About(random, options.Conversions); i > 0; i--)
        {
            random.NextBytes(bytes);
            yield return
            [
                Moment(random), "download", photo.Keywords.Count == 0 ? "" : photo.Keywords[random.Next(photo.Keywords.Count)], photo.Id,
                new Guid(bytes).ToString(), Maybe(random, random.Next(2) == 0 ? "BR" : "US"), random.Next(3) == 0 ? "mobile" : "desktop", random.Next(4) == 0 ? "landscape" : "", random.Next(4) == 0 ? "latest" : "relevance",
            ];
        }
    }

    /// <summary>The rows of colours: the scene's own colour first, where it has one.</summary>
    public IEnumerable<string[]> Colors(ReleasePhoto photo)
    {
        var random = Numbers(5, photo);
        var left = 1.0;
        for (var (i, count) = (0, About(random, options.Colors)); i < count; i++)
        {
            var own = Array.FindIndex(Palette, colour => colour.Name == sceneColours[photo.SceneIndex]);
            var (name, rgb) = Palette[i == 0 && own >= 0 ? own : random.Next(Palette.Length)];
            var (red, green, blue) = (Near(random, rgb >> 16), Near(random, (rgb >> 8) & 255), Near(random, rgb & 255));
            var coverage = left * (0.2 + 0.5 * random.NextDouble());
            left -= coverage;
            yield return [photo.Id, $"{red:X2}{green:X2}{blue:X2}", Whole(red), Whole(green), Whole(blue), name, Number(Math.Round(coverage, 12)), Number(Math.Round(random.NextDouble(), 12))];
        }
    }

    private Random Numbers(int table, ReleasePhoto photo) => SeededNumbers.For(options.Seed, table, photo.Index);

    private static (string City, string Country, double Latitude, double Longitude) PlaceOf(int seed, int photo) =>
        Places[(int)(SeededNumbers.Hash(seed, 21, photo) % (ulong)Places.Length)];

    /// <summary>Around a mean, never below zero; half the photos have exactly that many.</summary>
    private static int About(Random random, int mean) => mean == 0 ? 0 : Math.Max(0, mean + random.Next(4) switch { 0 => -1, 1 => 1, _ => 0 });

    private static int Near(Random random, int value) => Math.Clamp(value + random.Next(-14, 15), 0, 255);

    private static string Maybe(Random random, string value) => random.Next(6) == 0 ? "" : value;

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Moment(Random random) =>
        Start.AddSeconds(random.Next(300_000_000)).AddMicroseconds(random.Next(1_000_000))
            .ToString(random.Next(9) == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>Four by three components, each digit within what the format allows.</summary>
    private static string BlurHash(Random random) => string.Create(28, random, static (text, random) =>
    {
        (text[0], text[1], text[2]) = ('L', Base83[random.Next(83)], Base83[random.Next(29)]);
        for (var i = 3; i < text.Length; i++)
            text[i] = Base83[random.Next(i >= 6 && i % 2 == 0 ? 82 : 83)];
    });
}
