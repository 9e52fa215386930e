using Vislumbre.Catalog;
using Vislumbre.Imaging;

namespace Vislumbre.Indexing;

/// <summary>Small pictures, made at indexing, or when first asked for, and kept by content. Derived: they may be deleted.</summary>
/// <param name="folder">Where they are kept.</param>
public sealed class ThumbnailStore(string folder)
{
    /// <summary>The longer edge in pixels, of those that pages show many of.</summary>
    public const int Edge = 640;

    /// <summary>The same, for small screens and coarse ones; made of the others.</summary>
    public const int SmallEdge = 320;

    /// <summary>The same of a picture that is looked at by itself; made when first asked for.</summary>
    public const int LargeEdge = 2048;

    /// <summary>A photo's thumbnail.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="edge"><see cref="SmallEdge"/>, <see cref="Edge"/> or <see cref="LargeEdge"/>; a smaller photo is not enlarged.</param>
    /// <returns>The bytes of a WebP file.</returns>
    /// <exception cref="PhotoException">The file is gone or cannot be read.</exception>
    public byte[] Get(PhotoRecord photo, int edge = Edge)
    {
        if (photo.Sha256 is not { } hash) return Make(photo, edge);
        if (Find(hash, edge) is { } kept) return kept;
        var bytes = Make(photo, edge);
        if (IsSame(photo)) Keep(hash, bytes, edge);
        return bytes;
    }

    /// <summary>Makes and keeps the thumbnails that pages show many of.</summary>
    /// <exception cref="PhotoException">The file is gone or cannot be read.</exception>
    public void Make(PhotoRecord photo)
    {
        var files = Thumbnailer.Make(PhotoSource.FromFile(photo.Path), [Edge, SmallEdge]);
        if (photo.Sha256 is not { } hash || !IsSame(photo)) return;
        Keep(hash, files[1], SmallEdge);
        Keep(hash, files[0]);
    }

    /// <summary>The thumbnail that is kept by a hash, of a content or of an address; null where none is.</summary>
    public byte[]? Find(string hash, int edge = Edge) => Has(hash, edge) ? File.ReadAllBytes(PathOf(hash, edge)) : null;

    /// <summary>Whether a thumbnail is kept by a hash.</summary>
    public bool Has(string hash, int edge = Edge) => File.Exists(PathOf(hash, edge));

    /// <summary>Keeps a thumbnail, whole or not at all.</summary>
    public void Keep(string hash, byte[] bytes, int edge = Edge)
    {
        var path = PathOf(hash, edge);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    // Kept by content: a file that has changed since it was indexed is not of that content any more.
    private static bool IsSame(PhotoRecord photo) => new FileInfo(photo.Path) is { Exists: true } file && file.Length == photo.Bytes && file.LastWriteTimeUtc.Ticks == photo.ModifiedTicks;

    private string PathOf(string hash, int edge) => Path.Combine(folder, hash[..2], edge == Edge ? $"{hash}.webp" : $"{hash}-{edge}.webp");

    private byte[] Make(PhotoRecord photo, int edge) =>
        Thumbnailer.Make(edge < Edge && photo.Sha256 is { } hash && Find(hash) is { } larger ? PhotoSource.FromBytes(larger) : PhotoSource.FromFile(photo.Path), edge);
}
