using NetVips;

namespace Vislumbre.Imaging;

/// <summary>An open picture: upright, sRGB, 8 bits, three channels, read in strips from the top so that memory stays small.</summary>
internal sealed class DecodedPhoto : IDisposable
{
    private readonly Image _image;
    private readonly Region _region;

    public DecodedPhoto(Image image, PhotoFacts facts)
    {
        _image = image;
        _region = Region.New(image);
        Facts = facts;
    }

    /// <summary>What the header says; the decoded size may be smaller, see <see cref="Width"/>.</summary>
    public PhotoFacts Facts { get; }

    /// <summary>Pixels across as decoded.</summary>
    public int Width => _image.Width;

    /// <summary>Pixels down as decoded.</summary>
    public int Height => _image.Height;

    /// <summary>Reads rows [top, top + count), packed RGB. Ask from the top down: decoding is sequential.</summary>
    public byte[] ReadRows(int top, int count) => _region.Fetch(0, top, Width, count);

    /// <summary>A block of metadata as the file has it, such as "exif-data"; null where there is none.</summary>
    public byte[]? Block(string name) => _image.Contains(name) ? _image.Get(name) as byte[] : null;

    /// <summary>Encodes it small, in several sizes, each made of the one before. More effort takes three times as long for a sixth fewer bytes.</summary>
    /// <param name="edges">The longer edges at most, the largest first.</param>
    public byte[][] ToWebP(params IReadOnlyList<int> edges)
    {
        var files = new byte[edges.Count][];
        var larger = _image;
        for (var i = 0; i < files.Length; i++)
        {
            using var small = larger.ThumbnailImage(edges[i], height: edges[i], size: Enums.Size.Down, noRotate: true);
            var whole = small.CopyMemory(); // it is read twice, the file only once
            if (i > 0) larger.Dispose();
            larger = whole;
            files[i] = whole.WebpsaveBuffer(q: 80, effort: 0, keep: Enums.ForeignKeep.None);
        }

        if (files.Length > 0) larger.Dispose();
        return files;
    }

    public void Dispose()
    {
        _region.Dispose();
        _image.Dispose();
    }
}
