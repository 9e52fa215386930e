using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Tiff;

namespace Vislumbre.Imaging;

/// <summary>
/// Takes of an Exif block the main directory, the camera's and the place's, and goes into no other: a hostile file may nest directories, and
/// XMP within them, deeper than any stack.
/// </summary>
internal sealed class ExifHandler : DirectoryTiffHandler
{
    private const int MostDirectories = 4;

    // What is read: short texts and single numbers. Every tag of a hostile file may point at all of it, and each would be copied.
    private const int LongestValue = 1 << 16;
    private static readonly HashSet<int> Wanted =
    [
        ExifDirectoryBase.TagMake, ExifDirectoryBase.TagModel, ExifDirectoryBase.TagLensModel, ExifDirectoryBase.TagIsoEquivalent, ExifDirectoryBase.TagFNumber, ExifDirectoryBase.TagFocalLength,
        ExifDirectoryBase.TagExposureTime, ExifDirectoryBase.TagDateTimeOriginal, ExifDirectoryBase.TagSubsecondTimeOriginal, ExifDirectoryBase.TagDateTimeDigitized,
        ExifDirectoryBase.TagSubsecondTimeDigitized, ExifDirectoryBase.TagImageDescription, ExifDirectoryBase.TagArtist, ExifIfd0Directory.TagExifSubIfdOffset, ExifIfd0Directory.TagGpsInfoOffset,
        GpsDirectory.TagLatitudeRef, GpsDirectory.TagLatitude, GpsDirectory.TagLongitudeRef, GpsDirectory.TagLongitude,
    ];

    // A tag may also come again and again.
    private const int MostTags = 256;
    private int _entered;
    private int _taken;

    public ExifHandler(List<MetadataExtractor.Directory> directories)
        : base(directories) => PushDirectory(new ExifIfd0Directory());

    public override bool TryEnterSubIfd(int tagType)
    {
        MetadataExtractor.Directory? inner = tagType switch
        {
            ExifIfd0Directory.TagExifSubIfdOffset => new ExifSubIfdDirectory(),
            ExifIfd0Directory.TagGpsInfoOffset => new GpsDirectory(),
            _ => null,
        };
        if (inner is null || ++_entered > MostDirectories) return false;
        PushDirectory(inner);
        return true;
    }

    public override bool HasFollowerIfd() => false;

    public override void SetTiffMarker(int marker)
    {
    }

    // Whether a tag is dealt with already, here by passing over it.
    public override bool CustomProcessTag(int tagOffset, ICollection<int> processedIfdOffsets, MetadataExtractor.IO.IndexedReader reader, int tagId, int byteCount) =>
        byteCount > LongestValue || !Wanted.Contains(tagId) || ++_taken > MostTags;

    public override bool TryCustomProcessFormat(int tagId, TiffDataFormatCode formatCode, uint componentCount, out long byteCount)
    {
        byteCount = 0;
        return false;
    }
}
