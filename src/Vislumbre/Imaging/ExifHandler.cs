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
    private int _entered;

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

    public override bool CustomProcessTag(int tagOffset, ICollection<int> processedIfdOffsets, MetadataExtractor.IO.IndexedReader reader, int tagId, int byteCount) => false;

    public override bool TryCustomProcessFormat(int tagId, TiffDataFormatCode formatCode, uint componentCount, out long byteCount)
    {
        byteCount = 0;
        return false;
    }
}
