using System.Globalization;
using System.Text;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.Formats.Xmp;
using XmpCore;
using Tags = MetadataExtractor.Directory;

namespace Vislumbre.Imaging;

/// <summary>Reads what cameras and people wrote into a photo's file: Exif with GPS, IPTC-IIM and XMP's Dublin Core.</summary>
public static class PhotoMetadataReader
{
    private const int LongestText = 2_000, MostKeywords = 200;

    // Exif 2.31, which names the offsets from UTC.
    private const int OffsetOriginal = 0x9011, OffsetDigitized = 0x9012;

    /// <summary>Reads it; whatever the file holds, damage included, is no error but absent.</summary>
    /// <param name="file">A stream that can seek, at the beginning of the file.</param>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    public static PhotoMetadata Read(Stream file)
    {
        if (!file.CanRead || !file.CanSeek) throw new ArgumentException("The stream must be one that reads and seeks.", nameof(file));
        if (Try(() => ImageMetadataReader.ReadMetadata(file)) is not { Count: > 0 } all) return PhotoMetadata.None;
        Tags[] exif = [.. all.OfType<ExifSubIfdDirectory>(), .. all.OfType<ExifIfd0Directory>()];
        Tags[] iptc = [.. all.OfType<IptcDirectory>()];
        IXmpMeta[] xmp = [.. all.OfType<XmpDirectory>().Select(tags => tags.XmpMeta).OfType<IXmpMeta>()];
        var place = all.OfType<GpsDirectory>().Select(Place).FirstOrDefault(found => found is not null);
        return new()
        {
            TakenMs = TakenByExif(exif, ExifDirectoryBase.TagDateTimeOriginal, OffsetOriginal, ExifDirectoryBase.TagSubsecondTimeOriginal)
                ?? TakenByExif(exif, ExifDirectoryBase.TagDateTimeDigitized, OffsetDigitized, ExifDirectoryBase.TagSubsecondTimeDigitized)
                ?? TakenByIptc(iptc),
            CameraMake = Text(exif, ExifDirectoryBase.TagMake),
            CameraModel = Text(exif, ExifDirectoryBase.TagModel),
            Lens = Text(exif, ExifDirectoryBase.TagLensModel),
            Iso = (int?)Positive(exif, ExifDirectoryBase.TagIsoEquivalent, int.MaxValue),
            Aperture = Positive(exif, ExifDirectoryBase.TagFNumber, 10_000),
            FocalLength = Positive(exif, ExifDirectoryBase.TagFocalLength, 1e6),
            ExposureTime = Exposure(Positive(exif, ExifDirectoryBase.TagExposureTime, 1e6)),
            Latitude = place?.Latitude,
            Longitude = place?.Longitude,
            Description = Text(iptc, IptcDirectory.TagCaption) ?? Items(xmp, "description").FirstOrDefault() ?? Text(exif, ExifDirectoryBase.TagImageDescription),
            Keywords = [.. iptc.SelectMany(tags => Try(() => tags.GetStringArray(IptcDirectory.TagKeywords)) ?? []).Select(Clean).OfType<string>().Concat(Items(xmp, "subject")).Distinct().Take(MostKeywords)],
            Photographer = Text(iptc, IptcDirectory.TagByLine) ?? Items(xmp, "creator").FirstOrDefault() ?? Text(exif, ExifDirectoryBase.TagArtist),
        };
    }

    // The parsers answer damage with whatever they met, and a length that a file claims may be more than there is memory.
    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception)
        {
            return default;
        }
    }

    private static string? Text(Tags[] directories, int tag) =>
        directories.Select(tags => Clean(Try(() => tags.GetString(tag)))).FirstOrDefault(text => text is not null);

    // What was written as 28/10 is read in single precision; a person asks for 2.8.
    private const int Decimals = 6;

    private static double? Positive(Tags[] directories, int tag, double most)
    {
        foreach (var tags in directories)
        {
            // Some cameras write the sensitivity twice or more.
            var value = Try(() => tags.TryGetDouble(tag, out var number) ? Math.Round(number, Decimals) : tags.GetInt32Array(tag) is [var first, ..] ? first : (double?)null);
            if (value > 0 && value <= most) return value;
        }

        return null;
    }

    private static string? Exposure(double? seconds) => seconds switch
    {
        null or < 1e-7 => null,
        < 0.3 => string.Create(CultureInfo.InvariantCulture, $"1/{Math.Round(1 / seconds.Value):0}"),
        _ => seconds.Value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private static (double Latitude, double Longitude)? Place(GpsDirectory gps) =>
        Try(gps.GetGeoLocation) is { } place && Math.Abs(place.Latitude) <= 90 && Math.Abs(place.Longitude) <= 180 ? (place.Latitude, place.Longitude) : null;

    private static long? TakenByExif(Tags[] exif, int time, int offset, int fraction)
    {
        var (clock, zone, digits) = (Text(exif, time), Text(exif, offset), Text(exif, fraction));
        var taken = Parse(clock + zone, "yyyy:MM:dd HH:mm:sszzz") ?? Parse(clock, "yyyy:MM:dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy:MM:dd HH:mm", "yyyy:MM:dd");
        return taken + (digits?.All(char.IsAsciiDigit) == true ? int.Parse(digits.PadRight(3, '0').AsSpan(0, 3), CultureInfo.InvariantCulture) : 0);
    }

    private static long? TakenByIptc(Tags[] iptc)
    {
        var (day, time) = (Text(iptc, IptcDirectory.TagDateCreated), Text(iptc, IptcDirectory.TagTimeCreated));
        return Parse(day + time, "yyyyMMddHHmmsszzz", "yyyyMMddHHmmss", "yyyyMMdd") ?? Parse(day, "yyyyMMdd", "yyyy:MM:dd");
    }

    // The first photograph that is left is of 1826.
    private static long? Parse(string? text, params string[] formats) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is >= 1826 and <= 2200
            ? time.ToUnixTimeMilliseconds()
            : null;

    private static IEnumerable<string> Items(IXmpMeta[] xmp, string name) =>
        from meta in xmp
        from i in Enumerable.Range(1, Math.Clamp(Try(() => meta.CountArrayItems(XmpConstants.NsDC, name)), 0, MostKeywords))
        let text = Clean(Try(() => meta.GetArrayItem(XmpConstants.NsDC, name, i)?.Value))
        where text is not null
        select text;

    private static string? Clean(string? text)
    {
        if (text is null) return null;
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // Lines become one; half a surrogate pair is U+FFFD by now.
            if (rune.Value is '\n' or '\r' or '\t') clean.Append(' ');
            else if (!Rune.IsControl(rune) && (clean.Length > 0 || !Rune.IsWhiteSpace(rune))) clean.Append(rune.ToString());
            if (clean.Length >= LongestText) break;
        }

        // The last character may be a pair that stands over the edge.
        if (clean.Length > LongestText) clean.Length = LongestText - 1;
        return clean.ToString().Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }
}
