using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>The part of indexing that runs side by side: hash a file, see whether its content is known, else decode it.</summary>
/// <param name="catalog">What is known.</param>
/// <param name="preprocessor">What decodes.</param>
internal sealed class PhotoPreparer(PhotoCatalog catalog, PhotoPreprocessor preprocessor)
{
    // Contents that this run has begun; a second file of the same waits for the first one's embedding.
    private readonly ConcurrentDictionary<string, bool> _begun = new();
    // Photos that have been moved in this run, so that two new files do not both take one missing photo's place.
    private readonly ConcurrentDictionary<long, bool> _moved = new();

    /// <summary>Prepares one file. It never throws for what is wrong with the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="known">What the catalog has at its path.</param>
    /// <param name="tensor">Takes the image tower's input of one that is decoded.</param>
    public PreparedPhoto Prepare(FoundFile file, PhotoRecord? known, Span<float> tensor)
    {
        var photo = new PhotoRecord
        {
            Path = file.Address ?? file.Path,
            Bytes = file.Size,
            ModifiedTicks = file.Address is null ? file.ModifiedUtc.Ticks : 0,
            HandledTicks = DateTime.UtcNow.Ticks,
            DetailId = file.DetailId,
        };
        try
        {
            // A pipe or a device has no size; opening one could wait for ever.
            if (file.Size == 0) throw PhotoException.Empty();
            var hash = Hash(file.Path);
            photo = photo with { Sha256 = hash };
            if (known is { Status: PhotoStatus.Indexed } && known.Sha256 == hash) return new PreparedPhoto(Preparation.Touched, photo, known);
            if (catalog.FindContent(hash) is { Photo: var same } content)
            {
                var moves = same.Status == PhotoStatus.Missing && _moved.TryAdd(same.Id, true);
                photo = photo with { Format = same.Format, Width = same.Width, Height = same.Height };
                return new PreparedPhoto(moves ? Preparation.Moved : Preparation.Copied, photo, Content: content);
            }

            if (!_begun.TryAdd(hash, true)) return new PreparedPhoto(Preparation.Copied, photo);
            var (facts, pixels) = preprocessor.Resize(PhotoSource.FromFile(file.Path));
            preprocessor.ToTensor(pixels, tensor);
            photo = photo with { Format = facts.Format.ToString(), Width = facts.Width, Height = facts.Height };
            return new PreparedPhoto(Preparation.Decoded, photo, Look: Look(file.Path, pixels));
        }
        catch (Exception e) when (e is not DbException and not LibraryException)
        {
            return new PreparedPhoto(Preparation.Failed, photo with { Reason = e.Message });
        }
    }

    /// <summary>What a photo says and how it looks.</summary>
    public PhotoLook Look(string path) => Look(path, preprocessor.Resize(PhotoSource.FromFile(path)).Pixels);

    private PhotoLook Look(string path, byte[] pixels)
    {
        // What the model sees is decoded already, and is enough for colours and for telling copies.
        var edge = preprocessor.Recipe.InputEdge;
        return new PhotoLook(PhotoMetadataReader.Read(PhotoSource.FromFile(path)), MainColours.Of(pixels, edge, edge), PerceptualHash.Of(pixels, edge, edge));
    }

    /// <summary>The SHA-256 of a file, lower-case hexadecimal: what a content is known by.</summary>
    public static string Hash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
