using System.Globalization;
using System.Text;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;
using Tags = MetadataExtractor.Directory;

namespace Vislumbre.Imaging;

/// <summary>Reads what cameras and people wrote into a photo's file: Exif with GPS, IPTC-IIM and XMP.</summary>
public static class PhotoMetadataReader
{
    private const int LongestText = 2_000, MostKeywords = 200;

    /// <summary>Reads it; whatever the file holds, damage included, is no error but absent.</summary>
    public static PhotoMetadata Read(PhotoSource photo)
    {
        // libvips finds the blocks in every kind of file; Exif is the file itself where that is a TIFF.
        if (Try(() => PhotoDecoder.Use(photo, new DecodeLimits(), 0, open => new Blocks(open.Facts.Format, open.Block("exif-data"), open.Block("iptc-data"), open.Block("xmp-data")), raw: true)) is not { } blocks)
            return PhotoMetadata.None;
        var exif = new List<Tags>();
        if (blocks.Format == PhotoFormat.Tiff)
        {
            using var file = photo.OpenRead();
            Try(() => ReadExif(new IndexedSeekingReader(file), exif));
        }
        else if (blocks.Exif is { } block)
        {
            Try(() => ReadExif(new ByteArrayReader(block, baseOffset: block.AsSpan().StartsWith("Exif\0\0"u8) ? 6 : 0), exif));
        }

        Tags[] camera = [.. exif.OfType<ExifSubIfdDirectory>(), .. exif.OfType<ExifIfd0Directory>()];
        Tags[] iptc = [.. Iptc(blocks.Iptc)];
        var xmp = new XmpTexts(blocks.Xmp ?? []);
        var place = exif.OfType<GpsDirectory>().Select(Place).FirstOrDefault(found => found is not null);
        return new()
        {
            TakenMs = TakenByExif(camera, ExifDirectoryBase.TagDateTimeOriginal, ExifDirectoryBase.TagSubsecondTimeOriginal)
                ?? TakenByExif(camera, ExifDirectoryBase.TagDateTimeDigitized, ExifDirectoryBase.TagSubsecondTimeDigitized)
                ?? TakenByIptc(iptc),
            CameraMake = Text(camera, ExifDirectoryBase.TagMake),
            CameraModel = Text(camera, ExifDirectoryBase.TagModel),
            Lens = Text(camera, ExifDirectoryBase.TagLensModel),
            Iso = (int?)Positive(camera, ExifDirectoryBase.TagIsoEquivalent, int.MaxValue),
            Aperture = Positive(camera, ExifDirectoryBase.TagFNumber, 10_000),
            FocalLength = Positive(camera, ExifDirectoryBase.TagFocalLength, 1e6),
            ExposureTime = Exposure(Positive(camera, ExifDirectoryBase.TagExposureTime, 1e6, decimals: 12)),
            Latitude = place?.Latitude,
            Longitude = place?.Longitude,
            Location = Text(iptc, IptcDirectory.TagSubLocation) ?? First(xmp.Location),
            City = Text(iptc, IptcDirectory.TagCity) ?? First(xmp.City),
            Country = Text(iptc, IptcDirectory.TagCountryOrPrimaryLocationName) ?? First(xmp.Country),
            Description = Text(iptc, IptcDirectory.TagCaption) ?? First(xmp.Description) ?? Text(camera, ExifDirectoryBase.TagImageDescription),
            Keywords = [.. iptc.SelectMany(tags => Try(() => tags.GetStringArray(IptcDirectory.TagKeywords)) ?? []).Concat(xmp.Subject).Select(Clean).OfType<string>().Distinct().Take(MostKeywords)],
            Photographer = Text(iptc, IptcDirectory.TagByLine) ?? First(xmp.Creator) ?? Text(camera, ExifDirectoryBase.TagArtist),
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

    private static double? Positive(Tags[] directories, int tag, double most, int decimals = Decimals)
    {
        foreach (var tags in directories)
        {
            // Some cameras write the sensitivity twice or more.
            var value = Try(() => tags.TryGetDouble(tag, out var number) ? Math.Round(number, decimals) : tags.GetInt32Array(tag) is [var first, ..] ? first : (double?)null);
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

    private static long? TakenByExif(Tags[] exif, int time, int fraction)
    {
        var (clock, digits) = (Text(exif, time), Text(exif, fraction));
        return Parse(clock, "yyyy:MM:dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy:MM:dd HH:mm", "yyyy:MM:dd")
            + (digits?.All(char.IsAsciiDigit) == true ? int.Parse(digits.PadRight(3, '0').AsSpan(0, 3), CultureInfo.InvariantCulture) : 0);
    }

    private static long? TakenByIptc(Tags[] iptc)
    {
        var (day, time) = (Text(iptc, IptcDirectory.TagDateCreated), Text(iptc, IptcDirectory.TagTimeCreated));
        return Parse(day + time, "yyyyMMddHHmmsszzz", "yyyyMMddHHmmss", "yyyyMMdd") ?? Parse(day, "yyyyMMdd", "yyyy:MM:dd");
    }

    // The clock's time, whatever the zone. The first photograph that is left is of 1826.
    private static long? Parse(string? text, params string[] formats) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is >= 1826 and <= 2200
            ? new DateTimeOffset(time.DateTime, TimeSpan.Zero).ToUnixTimeMilliseconds()
            : null;

    private static string? First(IEnumerable<string> texts) => texts.Select(Clean).FirstOrDefault(text => text is not null);

    private static bool ReadExif(IndexedReader reader, List<Tags> into)
    {
        TiffReader.ProcessTiff(reader, new ExifHandler(into));
        return true;
    }

    private static IEnumerable<Tags> Iptc(byte[]? block)
    {
        var records = block is null ? [] : PhotoshopBlocks.Iptc(block);
        return records.Length > 0 && Try(() => new IptcReader().Extract(new SequentialByteArrayReader(records), records.Length)) is { } found ? [found] : [];
    }

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

    private sealed record Blocks(PhotoFormat Format, byte[]? Exif, byte[]? Iptc, byte[]? Xmp);
}
