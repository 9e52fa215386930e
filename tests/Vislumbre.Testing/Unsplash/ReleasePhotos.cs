using System.Globalization;
using Vislumbre.Scenes;

namespace Vislumbre.Testing.Unsplash;

/// <summary>Thinks up the photos of a release.</summary>
internal static class ReleasePhotos
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static readonly HashSet<string> Little =
    [
        "a", "an", "the", "of", "in", "on", "at", "to", "is", "are", "and", "with", "there", "it", "by", "one", "picture", "photo", "image", "photograph", "its",
    ];

    private static readonly string[] Stock =
    [
        "nature", "outdoors", "wallpaper", "hd wallpapers", "café", "桜", "18\" print", "light", "background", "art", "travel", "colour", "grey", "high dynamic range",
    ];

    public static ReleasePhoto[] Create(ReleaseOptions options, IReadOnlyList<Scene> scenes)
    {
        var (photos, ids, paths) = (new ReleasePhoto[options.Photos], new HashSet<string>(), new HashSet<string>());
        for (var i = 0; i < photos.Length; i++)
        {
            var random = SeededNumbers.For(options.Seed, 10, i);
            string id, path;
            do
                id = Word(random, Alphabet, 11);
            while (!ids.Add(id));
            do
                path = string.Create(CultureInfo.InvariantCulture, $"/photo-{1_400_000_000_000 + random.NextInt64(300_000_000_000)}-{Word(random, "0123456789abcdef", 12)}");
            while (!paths.Add(path));
            var scene = i % scenes.Count;
            var captions = scenes[scene].English;
            var (width, height) = Size(scene, random);
            photos[i] = new ReleasePhoto(
                i, id, path, scene, Description(captions[i / scenes.Count % captions.Count], i), OwnDescription(options, captions, i, random),
                $"{Word(random, "abcdefghij", 6)}_{random.Next(10, 99)}",
                ReleaseRows.CountryOf(options.Seed, i), width, height, Keywords(options, captions, i, random));
        }

        return photos;
    }

    private static (int Width, int Height) Size(int scene, Random random)
    {
        var unit = random.Next(600, 1_300);
        var (across, down) = ScenePictures.Proportions(scene);
        return (unit * across, unit * down);
    }

    /// <summary>What the service's own model says: always a caption, but for one photo in 37.</summary>
    private static string Description(string caption, int photo) => photo % 37 == 36 ? "" : caption;

    private static string OwnDescription(ReleaseOptions options, IReadOnlyList<string> captions, int photo, Random random)
    {
        // A stray quote's row must have one whichever row it falls on, so each odd text is decided by the number alone.
        if (IsStray(options, photo))
            return $"\"{captions[0]} and nobody closes this";
        if (options.OddEvery > 0 && photo % options.OddEvery == 0)
            return OddTexts.Pick(photo / options.OddEvery);
        return random.Next(5) < 2 ? "" : $"{char.ToUpperInvariant(captions[^1][0])}{captions[^1][1..]}.";
    }

    /// <summary>Stray quotes are spread evenly: the first photo at or after each of the shares.</summary>
    private static bool IsStray(ReleaseOptions options, int photo)
    {
        for (var i = 1L; i <= options.StrayQuotes; i++)
        {
            if (i * options.Photos / (options.StrayQuotes + 1) == photo)
                return true;
        }

        return false;
    }

    private static string[] Keywords(ReleaseOptions options, IReadOnlyList<string> captions, int photo, Random random)
    {
        var count = options.Keywords == 0 ? 0 : Math.Max(1, options.Keywords + random.Next(-2, 3));
        var words = captions.SelectMany(caption => caption.Split([' ', ',', '.', ':', '\''], StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.Length > 1 && !Little.Contains(word)).Distinct();
        // One photo in 50 has none.
        if (photo % 50 == 49)
            return [];
        var stock = Enumerable.Range(0, Stock.Length).Select(i => Stock[(i + photo) % Stock.Length]);
        return [.. words.Take(Math.Max(1, count - 2)).Concat(stock).Distinct().Take(count)];
    }

    private static string Word(Random random, string alphabet, int length) => new(random.GetItems<char>(alphabet, length));
}
