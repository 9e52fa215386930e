using Vislumbre.Catalog;
using Vislumbre.Imaging;

namespace Vislumbre.Indexing;

/// <summary>Small pictures, made when first asked for and kept by content. Derived: they may be deleted.</summary>
/// <param name="folder">Where they are kept.</param>
public sealed class ThumbnailStore(string folder)
{
    /// <summary>The longer edge in pixels.</summary>
    public const int Edge = 640;

    /// <summary>A photo's thumbnail.</summary>
    /// <returns>The bytes of a WebP file.</returns>
    /// <exception cref="PhotoException">The file is gone or cannot be read.</exception>
    public byte[] Get(PhotoRecord photo)
    {
        if (photo.Sha256 is not { } hash) return Make(photo);
        if (Find(hash) is { } kept) return kept;
        var bytes = Make(photo);
        // Kept by content: a file that has changed since it was indexed is not of that content any more.
        if (new FileInfo(photo.Path) is not { Exists: true } file || file.Length != photo.Bytes || file.LastWriteTimeUtc.Ticks != photo.ModifiedTicks) return bytes;
        Keep(hash, bytes);
        return bytes;
    }

    /// <summary>The thumbnail that is kept by a hash, of a content or of an address; null where none is.</summary>
    public byte[]? Find(string hash) => File.Exists(PathOf(hash)) ? File.ReadAllBytes(PathOf(hash)) : null;

    /// <summary>Keeps a thumbnail, whole or not at all.</summary>
    public void Keep(string hash, byte[] bytes)
    {
        var path = PathOf(hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    private string PathOf(string hash) => Path.Combine(folder, hash[..2], $"{hash}.webp");

    private static byte[] Make(PhotoRecord photo) => Thumbnailer.Make(PhotoSource.FromFile(photo.Path), Edge);
}
